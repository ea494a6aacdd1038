/** Profiles a file in the workbench without a person, and prints what the editor shows then. */
import { dirname, relative } from 'node:path';
import { REPOSITORY } from './folders.ts';
import { installWorkbench } from './install.ts';
import { step } from './progress.ts';
import type {
  Annotation,
  CodeLens,
  Notification,
  SourceLine,
  StatusItem,
  TreeRow,
} from './seen.ts';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const COMMAND = 'Hotpath: Profile Current File';
const PATIENCE_MS = 60_000;
// High enough for a whole example: the editor holds only the lines in sight.
const SIZE = { width: 1400, height: 1600 };

/** What the workbench shows after a run. */
interface Shown {
  readonly lines: readonly SourceLine[];
  readonly annotations: readonly Annotation[];
  readonly codeLenses: readonly CodeLens[];
  readonly rows: readonly TreeRow[];
  readonly status: StatusItem | undefined;
  readonly errors: readonly Notification[];
}

/** Runs the command on the file and prints to stdout. Returns the exit code: 0 if the result is on the screen. */
export async function profileHeadless(file: string): Promise<number> {
  await installWorkbench();
  const workbench = await step('Opening the workbench', () =>
    openWorkbench({ folder: dirname(file), size: SIZE, patienceMs: PATIENCE_MS }),
  );
  try {
    const shown = await step(`Running "${COMMAND}" on ${relative(REPOSITORY, file)}`, () =>
      profile(workbench, file),
    );
    const screenshot = await workbench.screenshot('headless');
    const [error] = shown.errors;
    if (error)
      throw new Error(`The workbench shows an error instead of a profile: ${error.message}`);
    console.log(`${report(shown)}\n\nScreenshot: ${relative(REPOSITORY, screenshot)}`);
    return 0;
  } finally {
    await workbench.close();
  }
}

async function profile(workbench: Workbench, file: string): Promise<Shown> {
  await workbench.editor.open(file);
  await workbench.sideBar.open('Hotpath');
  await workbench.runCommand(COMMAND);
  return workbench.waitUntil(
    'annotations, CodeLens, call tree and status bar to show the run',
    () => read(workbench),
    shown => shown.errors.length > 0 || isComplete(shown),
  );
}

async function read(workbench: Workbench): Promise<Shown> {
  const { editor, sideBar, messages } = workbench;
  const items = await messages.statusItems();
  const notifications = await messages.notifications();
  return {
    lines: await editor.lines(),
    annotations: await editor.annotations(),
    codeLenses: await editor.codeLenses(),
    rows: await sideBar.rows('Call Tree'),
    status: items.find(({ id }) => id.endsWith('hotpath.status')),
    errors: notifications.filter(({ severity }) => severity === 'error'),
  };
}

// The flame stands in the status bar when the run has ended and its session is shown.
function isComplete({ annotations, codeLenses, rows, status }: Shown): boolean {
  const hasEnded = status?.icons.includes('flame') === true;
  return hasEnded && annotations.length > 0 && codeLenses.length > 0 && rows.length > 0;
}

function report({ lines, annotations, codeLenses, rows, status }: Shown): string {
  const source = new Map(lines.map(({ line, text }) => [line, text.trim()]));
  const onLine = ({ line, text }: Annotation | CodeLens) =>
    `${String(line).padStart(5)}  ${text.padEnd(28)}  ${source.get(line) ?? ''}`;
  return [
    'Annotations',
    ...annotations.map(onLine),
    '\nCodeLens',
    ...codeLenses.map(onLine),
    '\nCall Tree',
    ...rows.map(describeRow),
    '\nStatus bar',
    `  ${status?.text ?? ''}`,
  ].join('\n');
}

function describeRow({ label, description, level, expanded }: TreeRow): string {
  const arrow = expanded === undefined ? ' ' : expanded ? '▾' : '▸';
  return `${'  '.repeat(level)}${arrow} ${label}  ${description}`.trimEnd();
}

/** Profiles a file in the workbench without a person, and prints what the editor shows then. */
import { dirname, relative } from 'node:path';
import { REPOSITORY } from './folders.ts';
import { installWorkbench } from './install.ts';
import { step } from './progress.ts';
import type { Annotation, CodeLens, StatusItem, TreeRow } from './seen.ts';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

const COMMAND = 'Hotpath: Profile Current File';
const PATIENCE_MS = 60_000;
const SETTLED_AFTER_MS = 1_500;
const SIZE = { width: 1400, height: 1000 };

/** How far the workbench has come, for the waiting and for the message when it was in vain. */
interface Progress {
  readonly annotations: readonly string[];
  readonly codeLenses: readonly string[];
  readonly callTreeRows: readonly string[];
  readonly statusBar: string;
  readonly hasEnded: boolean;
  readonly errors: readonly string[];
}

/** Runs the command on the file and prints to stdout. Returns the exit code: 0 if the result is on the screen. */
export async function profileHeadless(file: string): Promise<number> {
  await installWorkbench();
  const workbench = await step('Opening the workbench', () =>
    openWorkbench({ folder: dirname(file), size: SIZE, patienceMs: PATIENCE_MS }),
  );
  try {
    const { errors } = await step(`Running "${COMMAND}" on ${relative(REPOSITORY, file)}`, () =>
      profile(workbench, file),
    );
    const screenshot = relative(REPOSITORY, await workbench.screenshot('headless'));
    if (errors.length > 0)
      throw new Error(`The workbench shows an error instead of a profile: ${errors.join(' ')}`);
    console.log(`${await describe(workbench)}\n\nScreenshot: ${screenshot}`);
    return 0;
  } finally {
    await workbench.close();
  }
}

async function profile(workbench: Workbench, file: string): Promise<Progress> {
  await workbench.editor.open(file);
  await workbench.sideBar.open('Hotpath');
  await workbench.runCommand(COMMAND);
  const isSettled = settling();
  return workbench.waitUntil(
    'annotations, CodeLenses, call tree and status bar to show the whole run',
    () => readProgress(workbench),
    progress => progress.errors.length > 0 || (isComplete(progress) && isSettled(progress)),
  );
}

function isComplete({ annotations, codeLenses, callTreeRows, hasEnded }: Progress): boolean {
  return hasEnded && [annotations, codeLenses, callTreeRows].every(texts => texts.length > 0);
}

// VS Code asks for CodeLenses anew only a moment after the extension has told it to.
function settling(): (progress: Progress) => boolean {
  let before = '';
  let since = 0;
  return progress => {
    const now = JSON.stringify(progress);
    if (now !== before) since = performance.now();
    before = now;
    return performance.now() - since > SETTLED_AFTER_MS;
  };
}

async function readProgress({ editor, sideBar, messages }: Workbench): Promise<Progress> {
  const item = await findStatus(messages);
  const notifications = await messages.notifications();
  return {
    annotations: (await editor.annotations()).map(({ text }) => text),
    codeLenses: (await editor.codeLenses()).map(({ text }) => text),
    callTreeRows: (await sideBar.rows('Call Tree')).map(describeRow),
    statusBar: item?.text ?? '',
    // The flame stands there when the run has ended and its session is shown.
    hasEnded: item?.icons.includes('flame') === true,
    errors: notifications
      .filter(({ severity }) => severity === 'error')
      .map(({ message }) => message),
  };
}

async function findStatus(messages: Workbench['messages']): Promise<StatusItem | undefined> {
  return (await messages.statusItems()).find(({ id }) => id.endsWith('hotpath.status'));
}

async function describe({ editor, sideBar, messages }: Workbench): Promise<string> {
  const lines = await editor.throughout(() => editor.lines());
  const source = new Map(lines.map(({ line, text }) => [line, text.trim()]));
  const table = (items: readonly (Annotation | CodeLens)[]) => {
    const width = Math.max(...items.map(({ text }) => text.length));
    return items.map(
      ({ line, text }) =>
        `${String(line).padStart(5)}  ${text.padEnd(width)}  ${source.get(line) ?? ''}`,
    );
  };
  return [
    'Annotations',
    ...table(await editor.throughout(() => editor.annotations())),
    '\nCodeLens',
    ...table(await editor.throughout(() => editor.codeLenses())),
    '\nCall Tree',
    ...(await sideBar.rows('Call Tree')).map(describeRow),
    '\nStatus bar',
    `  ${(await findStatus(messages))?.text ?? ''}`,
  ].join('\n');
}

function describeRow({ label, description, level, expanded }: TreeRow): string {
  const arrow = expanded === undefined ? ' ' : expanded ? '▾' : '▸';
  return `${'  '.repeat(level)}${arrow} ${label}  ${description}`.trimEnd();
}

/** What a person does with Hotpath, in the words of its tests. */
import type { Annotation, StatusItem, TreeRow } from './seen.ts';
import type { Workbench } from './workbench.ts';

/** Opens a file, profiles it, and waits until the result is shown. */
export async function profile(workbench: Workbench, file: string): Promise<void> {
  await workbench.editor.open(file);
  await workbench.runCommand('Hotpath: Profile Current File');
  await untilFinished(workbench);
}

/** Presses a key in the terminal, as soon as that has the focus. */
export async function pressInTerminal(workbench: Workbench, key: string): Promise<void> {
  const { page } = workbench.screen;
  await workbench.runCommand('Terminal: Focus Terminal');
  await page.locator('.xterm-helper-textarea:focus').waitFor({ state: 'attached' });
  await page.keyboard.press(key);
}

/** Waits until the program has ended and its session is shown. */
export async function untilFinished(workbench: Workbench): Promise<StatusItem> {
  const item = await workbench.waitUntil(
    'the flame in the status bar',
    () => status(workbench),
    found => found?.icons.includes('flame') === true,
  );
  return item!;
}

/** Hotpath's item in the status bar. */
export async function status(workbench: Workbench): Promise<StatusItem | undefined> {
  const items = await workbench.messages.statusItems();
  return items.find(({ id }) => id.endsWith('hotpath.status'));
}

/** Waits until there are annotations on exactly these lines. */
export function untilAnnotated(
  workbench: Workbench,
  lines: readonly number[],
): Promise<Annotation[]> {
  return workbench.waitUntil(
    `annotations on lines ${lines.join(', ')}`,
    () => workbench.editor.annotations(),
    list => String(list.map(({ line }) => line)) === String(lines),
  );
}

/** The annotation of a line. */
export function onLine(annotations: readonly Annotation[], line: number): Annotation {
  const found = annotations.find(annotation => annotation.line === line);
  if (found === undefined) throw new Error(`There is no annotation on line ${line}`);
  return found;
}

/** The share that an annotation or a row tells, in percent. */
export function shareIn(text: string): number {
  const [, share] = /([\d.]+) %/.exec(text) ?? [];
  if (share === undefined) throw new Error(`There is no share in "${text}"`);
  return Number(share);
}

/** Waits for a row of the call tree. */
export async function untilRow(workbench: Workbench, label: string): Promise<TreeRow> {
  const rows = await workbench.waitUntil(
    `the row ${label}`,
    () => workbench.sideBar.rows('Call Tree'),
    seen => seen.some(row => row.label === label),
  );
  return rows.find(row => row.label === label)!;
}

/** Chooses from the context menu of a file in the explorer. */
export async function chooseInExplorer(
  workbench: Pick<Workbench, 'messages' | 'screen' | 'sideBar'>,
  file: string,
  item: string,
): Promise<void> {
  const { messages, screen, sideBar } = workbench;
  await sideBar.open('Explorer');
  const row = screen.page.locator('.explorer-folders-view .monaco-list-row', { hasText: file });
  await screen.click(`${file} in the explorer`, row, { button: 'right' });
  await messages.menuItems();
  const menu = screen.page.locator('.monaco-menu');
  // For a moment after it has opened, a menu takes no click: it could be the end of the one that opened it.
  await screen.waitUntil(
    `the menu of ${file} to close`,
    async () => {
      if ((await menu.count()) > 0) await messages.chooseFromMenu(item);
      return menu.count();
    },
    count => count === 0,
  );
}

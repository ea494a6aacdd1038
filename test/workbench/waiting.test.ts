/** Waiting, told from work: after the lines, above the functions, in the hover and in the call tree. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onLine, profile, untilAnnotated, untilRow } from './hotpath.ts';
import type { Workbench } from './workbench.ts';
import type { CodeLens } from './seen.ts';
import { openWorkbench } from './workbench.ts';

/** Waits 600 ms on line 4, 20 times; works 900 ms on line 10. */
const PROGRAM = `import { setTimeout as sleep } from 'node:timers/promises';

async function load() {
  await sleep(30);
}

function render() {
  const end = Date.now() + 900;
  let sum = 0;
  while (Date.now() < end) sum += Math.sqrt(sum + 2);
  return sum;
}

async function main() {
  for (let i = 0; i < 20; i++) await load();
  render();
}

await main();
`;

/** The colour of waiting, as the manifest has it. */
const COLORS = { light: 'rgb(11, 100, 140)', dark: 'rgb(108, 196, 232)' };

describe('waiting', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      files: { 'main.mjs': PROGRAM },
      settings: { 'hotpath.annotations.threshold': 10 },
    });
    await workbench.sideBar.open('Hotpath');
    await profile(workbench, 'main.mjs');
    await untilAnnotated(workbench, [4, 10, 15, 16, 19]);
  });
  after(() => workbench.close());

  test('stands on the line that awaits, with the number of its awaits', async () => {
    const annotations = await workbench.editor.annotations();
    for (const line of [4, 15])
      assert.match(onLine(annotations, line).text, /^⏳ \d+ ms waiting · 20 awaits · \d+ %$/);
    assert.match(onLine(annotations, 10).text, /^\d+ ms · \d+ %$/);
    assert.match(
      onLine(annotations, 19).text,
      /^[\d.]+ m?s · \d+ % · ⏳ \d+ ms waiting · 1 await$/,
    );
  });

  test('stands above the function that awaits', async () => {
    const textIn = (list: readonly CodeLens[], line: number): string =>
      list.find(lens => lens.line === line && lens.text.includes('total'))?.text ?? '';
    // Those of the live session are replaced a moment after the annotations.
    const lenses = await workbench.waitUntil(
      'the lenses of load() and render()',
      () => workbench.editor.codeLenses(),
      list => textIn(list, 3).includes('waiting') && textIn(list, 7) !== '',
    );
    const textOn = (line: number): string => textIn(lenses, line);
    assert.match(textOn(3), /^\d+ ms total · .* self · \d+ ms waiting · \d+ %$/);
    assert.match(textOn(7), /^\d+ ms total · \d+ ms self · \d+ %/);
  });

  test('is told in full by the hover, with the longest await, the callers and the callees', async () => {
    const text = await workbench.editor.hover(15, 'load');
    assert.match(text, /self [<\d.]+ ms .*, calls \d+ ms \(\d+ %\), waiting \d+ ms \(\d+ %\)/);
    assert.match(text, /20 awaits: [\d.]+ m?s in sum, the longest \d+ ms/);
    assert.match(text, /Called from <module>/);
    assert.match(text, /Calls load \d+ ms/);
    await workbench.screenshot('waiting hover');
    await workbench.screen.page.mouse.move(0, 0);
  });

  for (const theme of ['light', 'dark'] as const) {
    test(`has a column and a colour of its own in the call tree, in the ${theme} theme`, async () => {
      await workbench.setTheme(theme);
      const waiting = await workbench.waitUntil(
        'the row in the colour of waiting',
        () => untilRow(workbench, 'load'),
        row => row.labelColor === COLORS[theme],
      );
      assert.deepEqual([waiting.badge, waiting.iconColor], ['█', COLORS[theme]]);
      assert.match(waiting.description, /⏳ \d+ ms/);
      const working = await untilRow(workbench, 'render');
      assert.deepEqual([working.badge, working.labelColor === COLORS[theme]], ['', false]);
      const both = await untilRow(workbench, 'main');
      assert.match(both.badge, /^[▃▄]$/);
      await workbench.screenshot(`waiting ${theme}`);
    });
  }

  test('in a narrow window the column is still in sight, and lines say the time first', async () => {
    await workbench.resize({ width: 700, height: 700 });
    await workbench.runCommand('View: Hide Panel');
    const { annotations } = await workbench.waitUntil(
      'annotations',
      async () => ({ annotations: await workbench.editor.annotations() }),
      seen => seen.annotations.some(({ line }) => line === 4),
    );
    assert.ok(onLine(annotations, 4).onScreen);
    await workbench.screenshot('waiting narrow');
  });
});

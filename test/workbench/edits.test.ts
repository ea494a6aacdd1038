/** What the editor shows of a session while its file is edited and looked through. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onLine, profile, untilAnnotated, untilRow } from './hotpath.ts';
import { SPIN, SPIN_LINES, SPIN_SETTINGS } from './programs.ts';
import type { Workbench } from './workbench.ts';
import { openWorkbench } from './workbench.ts';

describe('a profiled file in the editor', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      files: { 'spin.js': SPIN, 'other.js': '// nothing\n' },
      settings: SPIN_SETTINGS,
    });
    await profile(workbench, 'spin.js');
    await untilAnnotated(workbench, SPIN_LINES);
  });
  after(() => workbench.close());

  const undo = async (): Promise<void> => {
    await workbench.screen.page.keyboard.press('ControlOrMeta+z');
  };

  const untilLens = (what: string, line: number, pattern: RegExp): Promise<unknown> =>
    workbench.waitUntil(
      what,
      () => workbench.editor.codeLenses(),
      list => list.some(lens => lens.line === line && pattern.test(lens.text)),
    );

  test('annotations and lenses move with the lines', async () => {
    await workbench.editor.goTo(1);
    await workbench.editor.type('one();\ntwo();\n');
    await untilAnnotated(
      workbench,
      SPIN_LINES.map(line => line + 2),
    );
    await untilLens('the lens of heavy() two lines down', 8, /total/);
    await workbench.waitUntil(
      'the file to be as it was',
      async () => {
        await undo();
        return (await workbench.editor.lines())[0]?.text;
      },
      first => first === SPIN.split('\n', 1)[0],
    );
    await untilAnnotated(workbench, SPIN_LINES);
  });

  test('a changed function is stale, the others are not, and undo makes it fresh again', async () => {
    await workbench.editor.goTo(7, 3);
    await workbench.editor.type('void 0; ');
    const stale = await workbench.waitUntil(
      'a stale annotation',
      () => workbench.editor.annotations(),
      list => list.some(({ text }) => text.endsWith('stale')),
    );
    assert.deepEqual(
      stale.filter(({ text }) => text.endsWith('stale')).map(({ line }) => line),
      [7],
    );
    assert.equal(onLine(stale, 7).fontStyle, 'italic');
    await untilLens('the stale lens of heavy()', 6, /^stale · /);
    await untilLens('the lens of light()', 10, /^[\d.]+ m?s total/);
    await undo();
    await untilLens('the fresh lens of heavy()', 6, /^[\d.]+ m?s total/);
    const fresh = await untilAnnotated(workbench, SPIN_LINES);
    assert.deepEqual(
      fresh.filter(({ text }) => text.endsWith('stale')),
      [],
    );
  });

  test('the hover tells self, calls, samples, callers and callees, with links', async () => {
    const text = await workbench.editor.hover(7, 'spin');
    assert.match(text, /Hotpath line 7: [\d.]+ m?s, \d+ % of the run, [\d,]+ samples/);
    assert.match(text, /self .*calls /);
    assert.match(text, /Called from <module> [\d.]+ m?s/);
    assert.match(text, /Calls spin [\d.]+ m?s/);
    const link = workbench.screen.page.locator('.monaco-hover a').filter({ hasText: 'spin' });
    await workbench.screen.click('the link to spin()', link);
    await workbench.waitUntil(
      'the cursor at spin()',
      () => workbench.editor.cursor(),
      at => at?.line === 1,
    );
  });

  test('the hover is there on the annotation as well', async () => {
    const annotations = await workbench.editor.annotations();
    const text = await workbench.editor.hover(11, onLine(annotations, 11).text);
    assert.match(text, /Hotpath line 11/);
  });

  test('a click on a lens reveals the function in the call tree', async () => {
    const lenses = await workbench.editor.codeLenses();
    const lens = lenses.find(({ text }) => text.startsWith('spin: '))!;
    await workbench.editor.clickCodeLens(lens.text);
    await untilRow(workbench, 'spin');
    const rows = await workbench.waitUntil(
      'the selected row',
      () => workbench.sideBar.rows('Call Tree'),
      seen => seen.some(({ selected }) => selected),
    );
    assert.equal(rows.find(({ selected }) => selected)?.label, 'spin');
  });

  test('the next and the previous hot line are a key away, around the end of the file', async () => {
    await workbench.editor.goTo(1);
    const press = async (key: string): Promise<number | undefined> => {
      const before = await workbench.editor.cursor();
      await workbench.screen.page.keyboard.press(key);
      const at = await workbench.waitUntil(
        'the cursor to move',
        () => workbench.editor.cursor(),
        now => now?.line !== before?.line,
      );
      return at?.line;
    };
    const forth: (number | undefined)[] = [];
    for (let i = 0; i < 6; i++) forth.push(await press('Alt+F9'));
    assert.deepEqual(forth, [3, 7, 11, 14, 15, 3]);
    assert.equal(await press('Alt+Shift+F9'), 15);
  });

  test('in a file without times, the next hot line is the hottest of the program', async () => {
    await workbench.editor.open('other.js');
    await workbench.runCommand('Hotpath: Next Hot Line');
    await workbench.waitUntil(
      'the loop in spin.js',
      async () => ({ file: await workbench.editor.file(), at: await workbench.editor.cursor() }),
      ({ file, at }) => file?.endsWith('spin.js') === true && at?.line === 3,
    );
  });

  test('toggling hides annotations and lenses, and shows them again', async () => {
    await workbench.runCommand('Hotpath: Toggle Annotations');
    await untilAnnotated(workbench, []);
    await workbench.waitUntil(
      'no lenses',
      () => workbench.editor.codeLenses(),
      list => list.length === 0,
    );
    await workbench.runCommand('Hotpath: Toggle Annotations');
    await untilAnnotated(workbench, SPIN_LINES);
  });

  test('the settings change what is shown at once', async () => {
    workbench.changeSettings({ 'hotpath.annotations.format': 'percent' });
    await workbench.waitUntil(
      'shares alone',
      () => workbench.editor.annotations(),
      list => list.length > 0 && list.every(({ text }) => /^[\d.]+ %$/.test(text)),
    );
    workbench.changeSettings({ 'hotpath.annotations.threshold': 50 });
    await untilAnnotated(workbench, [3, 7, 14]);
    workbench.changeSettings({
      'hotpath.annotations.format': undefined,
      ...SPIN_SETTINGS,
    });
    await untilAnnotated(workbench, SPIN_LINES);
  });

  test('clearing takes everything away, and keeps the session', async () => {
    await workbench.runCommand('Hotpath: Clear Annotations');
    await untilAnnotated(workbench, []);
    await workbench.sideBar.open('Hotpath');
    const view = await workbench.waitUntil(
      'the welcome text',
      () => workbench.sideBar.view('Call Tree'),
      seen => seen?.welcome !== undefined,
    );
    assert.ok(view?.welcome?.buttons.includes('Profile Current File'));
    assert.equal((await workbench.sideBar.rows('Sessions')).length, 1);
  });

  test('what was edited is profiled as it is now', async () => {
    await workbench.editor.goTo(1);
    await workbench.editor.type('// one\n// two\n');
    await profile(workbench, 'spin.js');
    const annotations = await untilAnnotated(
      workbench,
      SPIN_LINES.map(line => line + 2),
    );
    assert.deepEqual(
      annotations.filter(({ text }) => text.endsWith('stale')),
      [],
    );
  });
});

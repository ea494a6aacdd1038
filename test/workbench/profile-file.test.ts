/** Profiling a file, from the command to what the editor shows. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  pressInTerminal,
  chooseInExplorer,
  onLine,
  profile,
  shareIn,
  status,
  untilAnnotated,
  untilFinished,
  untilRow,
} from './hotpath.ts';
import { ENDLESS, SPIN, SPIN_LINES, SPIN_SETTINGS, WAIT } from './programs.ts';
import { openWorkbench } from './workbench.ts';
import type { Workbench } from './workbench.ts';

describe('profiling the current file', () => {
  let workbench: Workbench;
  before(async () => {
    const files = { 'spin.js': SPIN, 'endless.js': ENDLESS, 'wait.mjs': WAIT };
    workbench = await openWorkbench({
      files,
      settings: { ...SPIN_SETTINGS, 'hotpath.program.args': ['a b', '$HOME'] },
    });
  });
  after(() => workbench.close());

  test('annotates the lines that took time with their shares of the run', async () => {
    await profile(workbench, 'spin.js');
    const annotations = await untilAnnotated(workbench, SPIN_LINES);
    for (const { text } of annotations) assert.match(text, /^[\d.]+ m?s · [\d.]+ %$/);
    const [loop, heavy, light, callHeavy, callLight] = SPIN_LINES.map(line =>
      shareIn(onLine(annotations, line).text),
    ) as [number, number, number, number, number];
    assert.ok(heavy > 2 * light && heavy < 4 * light, `${heavy} : ${light}`);
    assert.ok(Math.abs(loop - heavy - light) <= 10, `${loop} = ${heavy} + ${light}`);
    assert.ok(Math.abs(callHeavy - heavy) <= 3, `${callHeavy} = ${heavy}`);
    assert.ok(Math.abs(callLight - light) <= 3, `${callLight} = ${light}`);
  });

  test('shows the times of functions in the editor that was open already', async () => {
    const heavy = shareIn(onLine(await workbench.editor.annotations(), 7).text);
    const lenses = await workbench.waitUntil(
      'the lens of heavy() to show what the line in it does',
      () => workbench.editor.codeLenses(),
      list => list.some(({ line, text }) => line === 6 && Math.abs(shareIn(text) - heavy) <= 3),
    );
    const byLine = new Map(lenses.map(({ line, text }) => [line, text]));
    assert.match(byLine.get(6) ?? '', /^[\d.]+ m?s total · .* self · [\d.]+ %$/);
    assert.ok(heavy > 2 * shareIn(byLine.get(10) ?? ''));
  });

  test('opens the call tree along the hot path, with the flame', async () => {
    await workbench.sideBar.open('Hotpath');
    const spin = await untilRow(workbench, 'spin');
    const rows = await workbench.sideBar.rows('Call Tree');
    const hot = rows.filter(({ icon }) => icon === 'flame').map(({ label }) => label);
    assert.deepEqual(hot, ['<module>', 'heavy', 'spin']);
    assert.match(spin.description, /^[\d.]+ m?s · [\d.]+ % · spin\.js:1$/);
    assert.match(
      spin.spoken,
      /^spin, [\d.]+ m?s, [\d.]+ percent, on the hot path, spin\.js line 1/,
    );
  });

  test('a click on a row goes to the function', async () => {
    await workbench.sideBar.clickRow('Call Tree', 'heavy');
    await workbench.waitUntil(
      'the cursor at the function',
      () => workbench.editor.cursor(),
      at => at?.line === 6,
    );
  });

  test('runs the program in a terminal of its own', async () => {
    await workbench.waitUntil(
      'the output and the end',
      () => workbench.messages.terminal(),
      text => /done\s+\[program ended with code 0\] {2}press any key to close/.test(text),
    );
  });

  test('says in the status bar what was run and for how long', async () => {
    const item = await untilFinished(workbench);
    assert.match(item.text, /spin\.js · [\d.]+ s$/);
    assert.match(item.spoken, /[\d,]+ samples/);
  });

  test('fills in while the program runs, and stops it on a click', async () => {
    await workbench.editor.open('endless.js');
    await workbench.editor.clickTitleAction('Profile Current File');
    const live = await workbench.waitUntil(
      'an annotation while the program runs',
      async () => ({
        annotations: await workbench.editor.annotations(),
        status: await status(workbench),
      }),
      seen => seen.annotations.length > 0,
    );
    assert.match(live.status?.text ?? '', /Hotpath: [\d.]+ s · [\d,]+ samples/);
    assert.deepEqual(live.status?.icons, ['debug-stop']);
    const view = await workbench.sideBar.view('Call Tree');
    assert.match(view?.message ?? '', /^Recording: the first .* so far\.$/);
    assert.match(await workbench.messages.terminal(), /terminal: true a b\|\$HOME/);
    await workbench.messages.clickStatusItem('samples');
    await untilFinished(workbench);
    const annotations = await workbench.editor.annotations();
    assert.ok(shareIn(onLine(annotations, 10).text) > 80, 'the line that calls forever()');
  });

  test('profiles a file from the explorer, and opens it', async () => {
    await workbench.runCommand('View: Close All Editors');
    await chooseInExplorer(workbench, 'spin.js', 'Profile Current File');
    await untilAnnotated(workbench, SPIN_LINES);
    await untilFinished(workbench);
    await workbench.sideBar.open('Hotpath');
  });

  test('a key closes the terminal after the program has ended, and the next run opens a new one', async () => {
    await pressInTerminal(workbench, 'q');
    await workbench.waitUntil(
      'the terminal to close',
      () => workbench.messages.terminal(),
      text => !text.includes('press any key'),
    );
    await profile(workbench, 'spin.js');
    await workbench.waitUntil(
      'the output of the next run',
      () => workbench.messages.terminal(),
      text => /done\s+\[program ended/.test(text),
    );
  });

  test('shows on which line the program waits, and how often', async () => {
    await profile(workbench, 'wait.mjs');
    // Live annotations count fewer.
    const annotations = await workbench.waitUntil(
      'annotations of the whole run',
      () => workbench.editor.annotations(),
      list => list.length === 2 && list.every(({ text }) => text.includes('3 awaits')),
    );
    assert.match(onLine(annotations, 4).text, /^⏳ \d+ ms waiting · 3 awaits · [\d.]+ %$/);
    assert.match(onLine(annotations, 7).text, /^⏳ \d+ ms waiting · 3 awaits · [\d.]+ %$/);
  });
});

describe('profiling a TypeScript file', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ folder: 'examples', size: { width: 1280, height: 1400 } });
  });
  after(() => workbench.close());

  test('names methods by their class and puts times on the lines that were written', async () => {
    await workbench.sideBar.open('Hotpath');
    await profile(workbench, 'report.ts');
    await workbench.editor.goTo(42);
    const annotations = await workbench.waitUntil(
      'annotations',
      () => workbench.editor.annotations(),
      list => list.some(({ line }) => line === 42),
    );
    const lines = new Map((await workbench.editor.lines()).map(({ line, text }) => [line, text]));
    assert.match(lines.get(42) ?? '', /this\.orders\.filter/);
    assert.ok(shareIn(onLine(annotations, 42).text) > 10);
    await untilRow(workbench, 'Report.renderRow');
  });

  test('folds what a library does inside of itself', async () => {
    await profile(workbench, 'render-docs.mjs');
    await untilRow(workbench, 'Site.renderMenu');
    const rows = await workbench.waitUntil(
      'the folded row',
      () => workbench.sideBar.rows('Call Tree'),
      seen => seen.some(({ label }) => / frames hidden · marked/.test(label)),
    );
    const hidden = rows.find(({ label }) => / frames hidden · marked/.test(label))!;
    assert.deepEqual([hidden.expanded, hidden.icon], [false, 'ellipsis']);
    await workbench.sideBar.toggleRow('Call Tree', hidden.label);
    await workbench.waitUntil(
      'the frames in it',
      () => workbench.sideBar.rows('Call Tree'),
      seen => seen.some(({ level }) => level > hidden.level),
    );
  });
});

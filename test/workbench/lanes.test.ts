/** Sessions with several threads and processes: merged, or one lane at a time. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { onLine, profile, shareIn, untilAnnotated, untilRow } from './hotpath.ts';
import type { Workbench } from './workbench.ts';
import { openWorkbench } from './workbench.ts';

/** Main thread, worker and child each spin in a function of their own. */
const FILES = {
  'main.js': `const { fork } = require('node:child_process');
const { Worker } = require('node:worker_threads');
const { spin } = require('./spin.js');

function inMain() {
  spin(600);
}

new Worker(require.resolve('./worker.js'));
fork(require.resolve('./child.js'));
inMain();
`,
  'worker.js': `const { spin } = require('./spin.js');

function inWorker() {
  spin(900);
}

inWorker();
`,
  'child.js': `const { spin } = require('./spin.js');

function inChild() {
  spin(1200);
}

inChild();
`,
  'spin.js': `exports.spin = ms => {
  const end = Date.now() + ms;
  while (Date.now() < end);
};
`,
};

describe('lanes', () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({
      files: FILES,
      settings: { 'hotpath.annotations.threshold': 10 },
    });
    await workbench.sideBar.open('Hotpath');
    await profile(workbench, 'main.js');
  });
  after(() => workbench.close());

  /** Waits until the call tree has code of exactly these files of the program. */
  const untilFiles = (names: readonly string[]): Promise<unknown> =>
    workbench.waitUntil(
      `the call tree to be of ${names.join(', ')}`,
      () => workbench.sideBar.rows('Call Tree'),
      rows => {
        const text = rows.map(({ description }) => description).join('\n');
        return ['main.js', 'worker.js', 'child.js'].every(
          name => text.includes(name) === names.includes(name),
        );
      },
    );

  /** Opens the list of lanes from the title of the view. */
  const openList = async (): Promise<readonly string[]> => {
    await workbench.sideBar.clickViewAction('Call Tree', 'Show Lane');
    return (await workbench.quickInput.waitUntilOpen()).items;
  };

  const untilDescribed = (pattern: RegExp): Promise<unknown> =>
    workbench.waitUntil(
      `the title of the call tree to be like ${pattern}`,
      () => workbench.sideBar.view('Call Tree'),
      view => pattern.test(view?.description ?? ''),
    );

  test('are merged at first, and the title says how many there are', async () => {
    await untilDescribed(/^main\.js · [\d.]+ s · 3 lanes merged$/);
    await untilFiles(['main.js', 'child.js']);
  });

  test('can be chosen from a list with their durations', async () => {
    const items = await openList();
    await workbench.screenshot('lanes list');
    const shown = items.map(item => item.replace(/\d+ \(/, 'PID ('));
    assert.deepEqual(shown.slice(0, 2), ['All lanes (merged)', 'main']);
    // They begin at the same time: the first one to be heard of comes first.
    assert.deepEqual(shown.slice(2).sort(), ['child PID (child.js)', 'worker 1']);
    await workbench.quickInput.pick('worker 1');
    await untilDescribed(/^main\.js · worker 1 · [\d.]+ m?s$/);
  });

  test('a chosen lane has the call tree and the annotations to itself', async () => {
    await untilRow(workbench, 'inWorker');
    await untilFiles(['worker.js']);
    await untilAnnotated(workbench, []);
    await workbench.editor.open('worker.js');
    const annotations = await untilAnnotated(workbench, [4, 7]);
    assert.ok(shareIn(onLine(annotations, 4).text) > 60, 'a share of the worker’s own time');
    await workbench.screenshot('lanes worker');
  });

  test('is still chosen when the session is opened again after a restart', async () => {
    await workbench.reload();
    await workbench.sideBar.open('Hotpath');
    await workbench.sideBar.clickRow('Sessions', 'main.js');
    await untilDescribed(/^main\.js · worker 1 · /);
    await untilRow(workbench, 'inWorker');
  });

  test('a child process can be chosen, and all can be merged again', async () => {
    const child = (await openList()).find(item => item.startsWith('child'));
    await workbench.quickInput.pick(child ?? '');
    await untilRow(workbench, 'inChild');
    await untilFiles(['child.js']);
    await openList();
    await workbench.quickInput.pick('All lanes (merged)');
    await untilFiles(['main.js', 'child.js']);
  });

  test('a program with one lane has no list', async () => {
    await profile(workbench, 'spin.js');
    await workbench.waitUntil(
      'the title to have no choice of lanes',
      () => workbench.sideBar.view('Call Tree'),
      view => view?.actions.every(action => !action.startsWith('Show Lane')) === true,
    );
  });
});

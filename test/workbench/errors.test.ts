/** What goes wrong is said in one plain sentence, with what can be done. */
import assert from 'node:assert/strict';
import { chooseInExplorer, untilRow } from './hotpath.ts';
import { SPIN } from './programs.ts';
import { workbenchTest } from './workbench-test.ts';

const PROFILE = 'Hotpath: Profile Current File';

workbenchTest(
  'nothing is run in a folder that is not trusted, but profiles can be opened',
  {
    files: { 'spin.js': SPIN, 'a.cpuprofile': cpuProfile() },
    trust: 'restricted',
  },
  async ({ editor, messages, sideBar, screen, ...workbench }) => {
    await editor.open('spin.js');
    await sideBar.open('Hotpath');
    await workbench.quickInput.runCommand(PROFILE);
    const error = await messages.waitForNotification('only in folders that you trust');
    assert.deepEqual([error.severity, error.buttons], ['error', ['Manage Trust']]);
    assert.equal(await messages.terminal(), '');
    const view = await sideBar.view('Call Tree');
    assert.ok(view?.welcome?.buttons.includes('Manage Trust'));
    await chooseInExplorer({ messages, screen, sideBar }, 'a.cpuprofile', 'Open Profile…');
    await screen.waitUntil(
      'the row of the profile',
      () => sideBar.rows('Call Tree'),
      rows => rows.some(({ label }) => label === 'fromElsewhere'),
    );
  },
);

workbenchTest(
  'a syntax error is the program’s own, and is pointed to',
  { files: { 'broken.js': 'function (\n' } },
  async workbench => {
    await workbench.editor.open('broken.js');
    await workbench.runCommand(PROFILE);
    const error = await workbench.messages.waitForNotification('ended with code 1 before');
    assert.deepEqual(error.buttons, ['Show Terminal']);
    await workbench.waitUntil(
      'the error in the terminal',
      () => workbench.messages.terminal(),
      text => text.includes('SyntaxError'),
    );
  },
);

workbenchTest(
  'without Node.js on the PATH, the setting for it is offered',
  { files: { 'spin.js': SPIN }, env: { PATH: '/nowhere' } },
  async workbench => {
    await workbench.editor.open('spin.js');
    await workbench.runCommand(PROFILE);
    const error = await workbench.messages.waitForNotification('No Node.js was found on the PATH');
    assert.deepEqual([error.severity, error.buttons], ['error', ['Open Setting']]);
  },
);

workbenchTest(
  'a Node.js that is not there is named',
  { files: { 'spin.js': SPIN }, settings: { 'hotpath.node.path': '/nowhere/node' } },
  async workbench => {
    await workbench.editor.open('spin.js');
    await workbench.runCommand(PROFILE);
    await workbench.messages.waitForNotification('/nowhere/node');
  },
);

workbenchTest(
  'what is no script, and what is not on disk, is not run',
  { files: { 'notes.txt': 'nothing to run\n' } },
  async workbench => {
    await workbench.editor.open('notes.txt');
    await workbench.runCommand(PROFILE);
    await workbench.messages.waitForNotification(
      'notes.txt is not a JavaScript or TypeScript file',
    );
    await workbench.runCommand('File: New Untitled Text File');
    await workbench.runCommand(PROFILE);
    const error = await workbench.messages.waitForNotification('not on disk yet');
    assert.deepEqual(error.buttons, ['Save As…']);
  },
);

workbenchTest(
  'an unsaved change is saved before the run, as with every run button',
  { files: { 'spin.js': SPIN } },
  async workbench => {
    await workbench.editor.open('spin.js');
    await workbench.editor.goTo(1);
    await workbench.editor.type('// new\n');
    await workbench.runCommand(PROFILE);
    await workbench.sideBar.open('Hotpath');
    const row = await untilRow(workbench, 'heavy');
    assert.match(row.description, /spin\.js:7$/);
    assert.equal(await workbench.editor.isDirty(), false);
  },
);

workbenchTest(
  'a damaged profile is said to be one',
  { files: { 'bad.cpuprofile': '{"nodes": 3}' } },
  async ({ messages, screen, sideBar }) => {
    await chooseInExplorer({ messages, screen, sideBar }, 'bad.cpuprofile', 'Open Profile…');
    const error = await messages.waitForNotification('bad.cpuprofile');
    assert.equal(error.severity, 'error');
  },
);

/** A profile of one function, as Node.js writes them. */
function cpuProfile(): string {
  const root = { functionName: '(root)', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 };
  const fn = { ...root, functionName: 'fromElsewhere', url: 'file:///elsewhere.js', lineNumber: 0 };
  return JSON.stringify({
    nodes: [
      { id: 1, callFrame: root, hitCount: 0, children: [2] },
      { id: 2, callFrame: { ...fn, columnNumber: 0 }, hitCount: 2 },
    ],
    startTime: 0,
    endTime: 2000,
    samples: [2, 2],
    timeDeltas: [1000, 1000],
  });
}

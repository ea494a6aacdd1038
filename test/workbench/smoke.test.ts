/** The extension as it ships is known to a real VS Code. */
import assert from 'node:assert/strict';
import { REPOSITORY } from './folders.ts';
import { readManifest } from './install-extension.ts';
import { workbenchTest } from './workbench-test.ts';

workbenchTest(
  'the command palette offers to profile the current file',
  { files: { 'main.js': 'console.log(1);\n' } },
  async ({ editor, quickInput }) => {
    await editor.open('main.js');
    const offered = await quickInput.findCommands('Hotpath: ');
    assert.ok(offered.includes('Hotpath: Profile Current File'), offered.join(', '));
    const commands = readManifest(REPOSITORY).commands;
    assert.deepEqual(
      offered.filter(title => !commands.includes(title) && !/Focus|Show|Reset|Move/.test(title)),
      [],
    );
  },
);

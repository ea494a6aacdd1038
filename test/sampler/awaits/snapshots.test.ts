// What is shown while a program waits does not change what is known of it in the end.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { CallNode } from '../../../src/model/call-node.ts';
import { buildCallTree } from '../../../src/model/call-tree.ts';
import { record, writeProgram } from '../run-program.ts';

/** `main` runs for the first time when a second of waiting has been shown. */
const PROGRAM = `
import { setTimeout as sleep } from 'node:timers/promises';
async function load() { await sleep(30); }
function render() { for (const end = Date.now() + 300; Date.now() < end; ); }
async function main() {
  for (let i = 0; i < 50; i++) await load();
  render();
}
await main();
`;

it('A function that was seen to wait before it was seen to run is one function', async () => {
  const path = writeProgram(PROGRAM, '.mjs');
  let snapshots = 0;
  const { session } = await record(path, {
    during: program => {
      program.onChunk(() => {
        program.snapshot();
        snapshots++;
      });
    },
  });
  assert.ok(snapshots > 1, `${snapshots} snapshots`);
  const heavy = edges(buildCallTree(session)).filter(({ node }) => node.total > 100_000);
  assert.deepEqual(
    heavy.filter(({ node }) => node.frame.file === path).map(({ edge }) => edge),
    ['run <module>', '<module> main', 'main load', 'main render'],
  );
});

/** Every call in the tree, and its callee. */
function edges(root: CallNode, caller = '?'): { edge: string; node: CallNode }[] {
  return root.children.flatMap(node => [
    { edge: `${caller} ${node.frame.name}`, node },
    ...edges(node, node.frame.name),
  ]);
}

// Who called what goes on, where others are called through the same function.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { buildCallTree } from '../../../src/model/call-tree.ts';
import type { CallNode } from '../../../src/model/call-tree.ts';
import { displayName } from '../../../src/model/frame.ts';
import { record, writeProgram } from '../run-program.ts';

const PROGRAM = `
const { EventEmitter } = require('node:events');
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const through = run => function shared() { run(); };
async function long() { for (let i = 0; i < 10; i++) await sleep(30); }
async function short() { await sleep(20); }
const emitter = new EventEmitter().on('short', through(short));
function emits() { emitter.emit('short'); }
setImmediate(through(long));
emits();
`;

function namesBelow(node: CallNode): readonly string[] {
  return [displayName(node.frame), ...node.children.flatMap(namesBelow)];
}

it('What goes on after its first await has the callers that it had, not those of another', async () => {
  const { session } = await record(writeProgram(PROGRAM));
  const branches = buildCallTree(session).children.map(namesBelow);
  const ofLong = branches.filter(names => names.includes('long'));
  assert.deepEqual(
    ofLong.map(([outermost]) => outermost),
    ['processImmediate'],
  );
});

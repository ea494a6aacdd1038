// Waits as they leave the program: what stands on many stacks is sent once.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { AwaitReader, AwaitWriter } from '../../src/sampler/await-messages.ts';
import type { AwaitBatch, AwaitFrame } from '../../src/sampler/await-batch.ts';

function frame(name: string): AwaitFrame {
  const place = { line: 3, column: 5, functionLine: 1, functionColumn: 1 };
  return { name, url: 'file:///app.js', ...place, isAsync: false };
}

const [LOAD, EACH, MAIN] = ['load', 'each', 'main'].map(frame) as [
  AwaitFrame,
  AwaitFrame,
  AwaitFrame,
];

function batch(...stacks: readonly (readonly AwaitFrame[])[]): AwaitBatch {
  const sites = stacks.map(frames => ({ frames, plain: true, kind: 'await' }) as const);
  return { sites, waits: [1, 0, 5, 9, 1, 0, 1], runs: [], briefWaits: [], isPart: true };
}

it('Each frame is sent once, however many stacks it is on, and what is read is what was written', () => {
  const batches = [batch([LOAD, MAIN], [EACH, MAIN]), batch([LOAD, EACH, MAIN]), batch()];
  const writer = new AwaitWriter();
  const sent = batches.map(each => JSON.stringify(writer.write(each)));
  assert.equal(sent.join('').split('"name":"main"').length - 1, 1);

  const reader = new AwaitReader();
  const read = sent.map(text => reader.read(JSON.parse(text) as ReturnType<AwaitWriter['write']>));
  assert.deepEqual(read, batches);
  const [first, second] = read.map(({ sites }) => sites[0]?.frames);
  assert.equal(first?.at(-1), second?.at(-1), 'the same object');
});

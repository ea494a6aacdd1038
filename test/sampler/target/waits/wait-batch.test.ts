// What is told of the places at which a program waits.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { AwaitSite } from '../../../../src/sampler/await-batch.ts';
import { captureStack } from '../../../../src/sampler/target/capture-stack.ts';
import type { CapturedStack } from '../../../../src/sampler/target/capture-stack.ts';
import { beginWait } from '../../../../src/sampler/target/waits/noted-wait.ts';
import type { NotedWait } from '../../../../src/sampler/target/waits/noted-wait.ts';
import { WaitBatch } from '../../../../src/sampler/target/waits/wait-batch.ts';

const BITS = 16;
/** A wait that began at this stack. */
function waitAt(id: number, stack: CapturedStack | null): NotedWait {
  const facts = { plain: true, kind: 'await', callsBack: false, awaited: null } as const;
  const before = { madeAt: null, waitsFor: 0, after: null, before: null };
  return beginWait({
    id,
    startMs: 0,
    stride: 1,
    tag: null,
    stack,
    isReturned: false,
    ...facts,
    ...before,
  });
}

/** A stack of its own for each number below 2 ** BITS. */
function stackOf(number: number, depth = BITS): CapturedStack | null {
  if (depth === 0) return captureStack(captureStack);
  if (number % 2 === 1) return stackOf(number >> 1, depth - 1);
  return stackOf(number >> 1, depth - 1);
}

it('A program that waits on more and more stacks is told of by its places at last', () => {
  const sites: AwaitSite[] = [];
  const seen: number[] = [];
  const batch = new WaitBatch(told => {
    sites.push(...told.sites);
    seen.push(...told.waits.filter((_, i) => i % 7 === 1));
  });
  const count = 30_000;
  for (let id = 1; id <= count; id++) {
    batch.end(waitAt(id, stackOf(id)), 5);
    if (id % 1000 === 0) batch.send();
  }
  assert.ok(sites.length < count / 2, `${sites.length} sites`);
  assert.equal(seen.length, count);
  for (const site of seen) assert.equal(sites[site]?.frames[0]?.name, 'stackOf');
});

it('What is asked for while it is handed over comes after that, and once: sites are numbered as they come', () => {
  const told: string[] = [];
  const batch = new WaitBatch(({ sites, waits }) => {
    if (told.length === 0) {
      told.push('');
      batch.end(waitAt(2, stackOf(2)), 5);
      batch.send();
      told.pop();
    }
    told.push(`${sites.length} sites, waits at ${waits.filter((_, i) => i % 7 === 1).join(' ')}`);
  });
  batch.end(waitAt(1, stackOf(1)), 5);
  batch.send();
  assert.deepEqual(told, ['1 sites, waits at 0', '1 sites, waits at 1']);
});

it('What hardly waited is not told to go on, however long it runs after that', () => {
  const waits: number[] = [];
  const batch = new WaitBatch(told => {
    waits.push(...told.waits);
  });
  for (const endMs of [0.005, 0.05]) {
    const wait = waitAt(1, captureStack(captureStack));
    batch.end(wait, endMs);
    batch.tellOpen(wait, -1);
  }
  batch.send();
  assert.deepEqual(waits, []);
});

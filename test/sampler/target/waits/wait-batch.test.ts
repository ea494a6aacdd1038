// What is told of the places at which a program waits.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { AwaitSite } from '../../../../src/sampler/await-batch.ts';
import { captureStack } from '../../../../src/sampler/target/capture-stack.ts';
import type { CapturedStack } from '../../../../src/sampler/target/capture-stack.ts';
import { WaitBatch } from '../../../../src/sampler/target/waits/wait-batch.ts';

const BITS = 16;
const SHORT = {
  startMs: 0,
  stride: 1,
  plain: true,
  kind: 'await',
  awaited: null,
  waitsFor: 0,
  beside: null,
  besides: 0,
} as const;

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
    const wait = {
      ...SHORT,
      id,
      tag: null,
      stack: stackOf(id),
      madeAt: null,
      site: -1,
      after: null,
      before: null,
      settledBy: null,
      causes: [],
      isWrapper: false,
      callsBack: false,
    };
    batch.end(
      { ...wait, told: false, isOver: false, resumedMs: 0, hasLetGoOn: false, runMs: 0, endMs: 0 },
      5,
    );
    if (id % 1000 === 0) batch.send();
  }
  assert.ok(sites.length < count / 2, `${sites.length} sites`);
  assert.equal(seen.length, count);
  for (const site of seen) assert.equal(sites[site]?.frames[0]?.name, 'stackOf');
});

// Sums in binary fractions: what is exactly as heavy on paper is ordered, kept and dropped as in profilers that count so.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { removeIrrelevant } from '../../src/processors/remove-irrelevant.ts';
import { parseProfile } from '../helpers/profile-text.ts';

const MAIN = 'main@/app/a.js:1';
const A = 'a@/app/a.js:10';
const B = 'b@/app/a.js:20';

/** So many samples of a stack, each of one millisecond. */
function samples(count: number, ...stack: readonly string[]): string[] {
  return Array.from({ length: count }, () => `${stack.join(' > ')} 1ms`);
}

function treeOf(...lines: readonly string[][]): ReturnType<typeof buildCallTree> {
  return buildCallTree(parseProfile(lines.flat().join('\n')), { selfNodes: true });
}

/** Of so many milliseconds, one by one. */
function sumOf(count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += 0.001;
  return sum;
}

/** In two parts, so many add up to less than in one. */
const [COUNT, PART] = [10, 4];

describe('The seconds of a call tree', () => {
  it('are added up call by call', () => {
    const tree = treeOf(samples(2, MAIN, A), samples(1, MAIN), samples(3, MAIN, A));
    const [main] = tree.children;
    const a = main?.children.find(({ frame }) => frame.name === 'a');
    assert.equal(a?.seconds, 0.001 + 0.001 + (0.001 + 0.001 + 0.001));
    assert.equal(main?.seconds, 0.001 + 0.001 + 0.001 + 0.001 + 0.001 + 0.001);
  });

  it('decide what comes first where the times are the same', () => {
    const tree = treeOf(
      samples(PART, MAIN, B),
      samples(1, MAIN),
      samples(COUNT - PART, MAIN, B),
      samples(COUNT, MAIN, A),
    );
    assert.ok(sumOf(PART) + sumOf(COUNT - PART) < sumOf(COUNT));
    const [first, second] = tree.children[0]?.children ?? [];
    assert.deepEqual([first?.frame.name, second?.frame.name], ['a', 'b']);
    assert.equal(first?.total, second?.total);
  });

  it('drop what is a hundredth on paper, and less than that in sum', () => {
    const tree = treeOf(samples(1, MAIN, A), samples(99, MAIN, B));
    assert.ok(0.001 / sumOf(100) < 0.01);
    const [main] = removeIrrelevant()(tree).children;
    assert.deepEqual(
      main?.children.map(({ frame }) => frame.name),
      ['b'],
    );
    assert.equal(main.total, 100_000);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SampleColumns } from '../../src/model/sample-columns.ts';

/** Sample i is in stack i % 7 and lasts i + 0.5 µs. */
function fill(samples: SampleColumns, from: number, to: number): void {
  for (let i = from; i < to; i++) samples.push(i % 7, i + 0.5);
}

function check({ stack, durationUs }: ReturnType<SampleColumns['table']>, count: number): void {
  assert.equal(stack.length, count);
  assert.equal(durationUs.length, count);
  for (let i = 0; i < count; i++) {
    assert.equal(stack[i], i % 7);
    assert.equal(durationUs[i], i + 0.5);
  }
}

describe('samples while they come in', () => {
  it('are given out in the order in which they came', () => {
    const samples = new SampleColumns();
    fill(samples, 0, 5000);
    check(samples.table(), 5000);
  });

  it('go on after they were given out, which does not change what was given', () => {
    const samples = new SampleColumns();
    const given = [0, 3, 1027, 1028, 4100].map(end => {
      fill(samples, samples.length, end);
      return samples.table();
    });
    given.forEach((table, i) => {
      check(table, [0, 3, 1027, 1028, 4100][i] ?? -1);
    });
  });

  it('can be gone through without being given out', () => {
    const samples = new SampleColumns();
    fill(samples, 0, 10);
    samples.table();
    fill(samples, 10, 2500);
    const seen: [number, number, number][] = [];
    samples.forEach((stack, us, i) => seen.push([stack, us, i]));
    assert.equal(seen.length, 2500);
    assert.deepEqual(seen[2499], [0, 2499.5, 2499]);
    assert.deepEqual(seen[9], [2, 9.5, 9]);
  });

  it('take a whole table, and more after it', () => {
    const samples = new SampleColumns();
    samples.append({ stack: [0, 1, 2], durationUs: [0.5, 1.5, 2.5] });
    samples.append({ stack: [3, 4], durationUs: [3.5, 4.5] });
    assert.equal(samples.lastStack, 4);
    fill(samples, 5, 1030);
    check(samples.table(), 1030);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PackedSamples } from '../../src/model/packed-samples.ts';
import { SampleColumns } from '../../src/model/sample-columns.ts';
import {
  changeStacks,
  countSamples,
  keepSamples,
  rowCount,
  selfTimes,
  totalUs,
} from '../../src/model/sample-rows.ts';
import type { SampleTable } from '../../src/model/session.ts';

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

function fillWhole(samples: SampleColumns, length: number): void {
  for (let i = 0; i < length; i++) samples.push(i % 300, (i * 7919) % 3000);
}

function expectedWhole(length: number): SampleTable {
  const rows = Array.from({ length }, (_, i) => i);
  return { stack: rows.map(i => i % 300), durationUs: rows.map(i => (i * 7919) % 3000) };
}

/** The samples once more, the first ones being gone; and the memory that is left over. */
function copyOf(samples: SampleColumns): { samples: SampleColumns; spare: Uint8Array[] } {
  const spare: Uint8Array[] = [];
  const copy = new SampleColumns(spare);
  for (const rows = samples.drain(spare); rows.next();) copy.push(rows.stack, rows.us, rows.count);
  return { samples: copy, spare };
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
    const seen: [number, number][] = [];
    for (const rows = samples.cursor(); rows.next();) seen.push([rows.stack, rows.us]);
    assert.equal(seen.length, 2500);
    assert.deepEqual(seen[2499], [0, 2499.5]);
    assert.deepEqual(seen[9], [2, 9.5]);
  });

  it('take a whole table, and more after it', () => {
    const samples = new SampleColumns();
    samples.append({ stack: [0, 1, 2], durationUs: [0.5, 1.5, 2.5] });
    samples.append({ stack: [3, 4], durationUs: [3.5, 4.5] });
    assert.equal(samples.lastStack, 4);
    fill(samples, 5, 1030);
    check(samples.table(), 1030);
  });

  it('know how many samples each row stands for, where it is not one each', () => {
    const samples = new SampleColumns();
    fill(samples, 0, 1500);
    assert.equal('count' in samples.table(), false);
    for (let i = 1500; i < 4000; i++) samples.push(0, 1, i % 3);
    samples.append({ stack: [0, 0], durationUs: [1, 1], count: [0, 7] });
    samples.push(0, 1);
    const expected = (row: number): number =>
      row < 1500 ? 1 : row < 4000 ? row % 3 : ([0, 7, 1][row - 4000] ?? -1);
    const seen: number[] = [];
    for (const rows = samples.cursor(); rows.next();) seen.push(rows.count);
    assert.deepEqual(
      seen,
      Array.from({ length: 4003 }, (_, row) => expected(row)),
    );
    assert.deepEqual(samples.table().count, seen);
    assert.deepEqual([...(samples.table('packed').count ?? [])], seen);
  });

  it('are given out packed, in a few bytes each, with the facts of all of them', () => {
    const samples = new SampleColumns();
    for (let i = 0; i < 3000; i++) samples.push(i % 257, 1000 + (i % 50), i % 3);
    const table = samples.table('packed');
    assert.ok(table instanceof PackedSamples);
    const bytes = table.facts.blocks.reduce((sum, block) => sum + block.length, 0);
    assert.ok(bytes < 3000 * 5, `${bytes} bytes`);
    samples.push(0, 0.5);
    const { stack, durationUs, count = [] } = table;
    assert.equal(stack.length, 3000);
    assert.deepEqual([stack[2999], durationUs[2999], count[2999]], [172, 1049, 2]);
    assert.equal(rowCount(table), 3000);
    assert.equal(totalUs(table), 3000 * 1024.5);
    assert.equal(countSamples(table), 3000);
    assert.equal(samples.table('packed').durationUs[3000], 0.5);
  });

  it('stay packed where their stacks change', () => {
    const samples = new SampleColumns();
    for (let i = 0; i < 3000; i++) samples.push(i % 7, i, i % 3);
    const doubled = (table: SampleTable): SampleTable =>
      changeStacks(table, () => row => row.stack * 2);
    const packed = keepSamples(doubled(samples.table('packed')));
    assert.ok(packed instanceof PackedSamples);
    assert.deepEqual(packed.columns(), doubled(samples.table()));
    assert.equal(packed.stack[6], 12);
  });

  it('are told anew in other stacks each time that they are gone through', () => {
    const samples = new SampleColumns();
    for (let i = 0; i < 4; i++) samples.push(0, 1);
    const changed = changeStacks(samples.table('packed'), () => {
      let turn = 0;
      return () => turn++ % 2;
    });
    assert.deepEqual([...changed.stack], [0, 1, 0, 1]);
    assert.deepEqual(selfTimes(changed, 2), new Float64Array([2, 2]));
    assert.deepEqual([rowCount(changed), totalUs(changed), countSamples(changed)], [4, 4, 4]);
  });

  it('give their memory to those that are made of them, when nobody else reads it', () => {
    const samples = new SampleColumns();
    fillWhole(samples, 100_000);
    const copy = copyOf(samples);
    assert.ok(copy.spare.length > 0);
    assert.deepEqual(copy.samples.table(), expectedWhole(100_000));
  });

  it('keep their memory when they were given out before', () => {
    const samples = new SampleColumns();
    fillWhole(samples, 100_000);
    const given = samples.table('packed');
    const copy = copyOf(samples);
    assert.deepEqual(copy.spare, []);
    assert.ok(given instanceof PackedSamples);
    assert.deepEqual(given.columns(), expectedWhole(100_000));
    assert.deepEqual(copy.samples.table(), expectedWhole(100_000));
  });

  it('can be longer than an hour', () => {
    const samples = new SampleColumns();
    for (const us of [1000, 5e9, 2000]) samples.push(0, us);
    assert.deepEqual([...samples.table('packed').durationUs], [1000, 5e9, 2000]);
  });
});

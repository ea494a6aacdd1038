// The rows of a sample table, whatever it consists of.

import { PackedSamples } from './packed-samples.ts';
import type { RowCursor, SampleRow } from './packed-samples.ts';
import { PackedRows } from './packed-rows.ts';
import { sumOf } from './column.ts';
import type { Micros } from './frame.ts';
import type { SampleTable } from './session.ts';

/** Before the first row of the table. */
export function rowsOf(samples: SampleTable): RowCursor {
  return samples instanceof PackedSamples ? samples.rows() : new TableCursor(samples);
}

class TableCursor implements RowCursor {
  stack = -1;
  us = 0;
  count = 1;
  #at = 0;

  constructor(private readonly table: SampleTable) {}

  next(): boolean {
    const { stack, durationUs, count } = this.table;
    const at = this.#at++;
    if (at >= stack.length) return false;
    this.stack = stack[at] ?? -1;
    this.us = durationUs[at] ?? 0;
    this.count = count?.[at] ?? 1;
    return true;
  }
}

/** Number of rows. */
export function rowCount(samples: SampleTable): number {
  return samples instanceof PackedSamples ? samples.packed.length : samples.stack.length;
}

/** Stack of the last row; -1 where there is none. */
export function lastStack(samples: SampleTable): number {
  return samples instanceof PackedSamples ? samples.packed.lastStack : (samples.stack.at(-1) ?? -1);
}

/** How long all of them lasted. */
export function totalUs(samples: SampleTable): Micros {
  return samples instanceof PackedSamples ? samples.packed.totalUs : sumOf(samples.durationUs);
}

/** How many samples the rows stand for. */
export function countSamples(samples: SampleTable): number {
  if (samples instanceof PackedSamples) return samples.packed.sampleCount;
  const { stack, count } = samples;
  return count === undefined ? stack.length : sumOf(count);
}

/** Time of each stack, not of those above it. */
export function selfTimes(samples: SampleTable, stackCount: number): Float64Array {
  const times = new Float64Array(stackCount);
  for (const rows = rowsOf(samples); rows.next();)
    times[rows.stack] = (times[rows.stack] ?? 0) + rows.us;
  return times;
}

/** The samples in other stacks. Packed ones stay packed. */
export function changeStacks(
  samples: SampleTable,
  change: (row: SampleRow) => number,
): SampleTable {
  const rows = rowsOf(samples);
  if (samples instanceof PackedSamples) {
    const changed = new PackedRows();
    while (rows.next()) changed.push({ stack: change(rows), us: rows.us, count: rows.count });
    return changed.samples();
  }
  const stack = new Array<number>(samples.stack.length);
  for (let i = 0; rows.next(); i++) stack[i] = change(rows);
  return { ...samples, stack };
}

/** A column of the table, piece by piece. */
export function* columnPieces(samples: SampleTable, of: keyof SampleRow): Generator<number[]> {
  let piece: number[] = [];
  for (const rows = rowsOf(samples); rows.next();) {
    piece.push(rows[of]);
    if (piece.length < PIECE) continue;
    yield piece;
    piece = [];
  }
  if (piece.length > 0) yield piece;
}

const PIECE = 16_384;

/** The columns that the table has, by their names, and what a row calls them. */
export function columnsOf(samples: SampleTable): readonly [keyof SampleTable, keyof SampleRow][] {
  const isCounted =
    samples instanceof PackedSamples ? samples.packed.isCounted : samples.count !== undefined;
  const columns: [keyof SampleTable, keyof SampleRow][] = [
    ['stack', 'stack'],
    ['durationUs', 'us'],
  ];
  return isCounted ? [...columns, ['count', 'count']] : columns;
}

// The rows of a sample table, whatever it consists of.

import { ChangedSamples } from './changed-samples.ts';
import type { ChangeStack } from './changed-samples.ts';
import { addAt, sumOf } from './column.ts';
import type { Micros } from './frame.ts';
import { PackedRows } from './packed-rows.ts';
import { PackedSamples } from './packed-samples.ts';
import type { RowCursor, SampleRow } from './row-cursor.ts';
import { RowSamples } from './row-samples.ts';
import type { SampleTable } from './session.ts';

/** Before the first row of the table. */
export function rowsOf(samples: SampleTable): RowCursor {
  return samples instanceof RowSamples ? samples.rows() : new TableCursor(samples);
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
  return samples instanceof RowSamples ? samples.facts.length : samples.stack.length;
}

/** How long all of them lasted. */
export function totalUs(samples: SampleTable): Micros {
  return samples instanceof RowSamples ? samples.facts.totalUs : sumOf(samples.durationUs);
}

/** How many samples the rows stand for. */
export function countSamples(samples: SampleTable): number {
  if (samples instanceof RowSamples) return samples.facts.sampleCount;
  const { stack, count } = samples;
  return count === undefined ? stack.length : sumOf(count);
}

/** Time of each stack, not of those above it. */
export function selfTimes(samples: SampleTable, stackCount: number): Float64Array {
  const times = new Float64Array(stackCount);
  for (const rows = rowsOf(samples); rows.next();) addAt(times, rows.stack, rows.us);
  return times;
}

/** The samples in other stacks; `newChange` begins another way through the rows. Those in little memory take no more. */
export function changeStacks(samples: SampleTable, newChange: () => ChangeStack): SampleTable {
  if (samples instanceof RowSamples) return new ChangedSamples(samples, newChange);
  const rows = rowsOf(samples);
  const change = newChange();
  const stack = new Array<number>(samples.stack.length);
  for (let i = 0; rows.next(); i++) stack[i] = change(rows);
  return { ...samples, stack };
}

/** The samples as bytes. */
export function packSamples(samples: SampleTable): PackedSamples {
  if (samples instanceof PackedSamples) return samples;
  const packed = new PackedRows();
  for (const rows = rowsOf(samples); rows.next();) packed.push(rows);
  return packed.samples();
}

/** What is to be kept of samples: plain columns, or bytes. */
export function keepSamples(samples: SampleTable): SampleTable {
  return samples instanceof RowSamples ? packSamples(samples) : samples;
}

/** So many numbers make a piece. */
const PIECE = 2048;

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

/** The columns that the table has, by their names, and what a row calls them. */
export function columnsOf(samples: SampleTable): readonly [keyof SampleTable, keyof SampleRow][] {
  const isCounted =
    samples instanceof RowSamples ? samples.facts.isCounted : samples.count !== undefined;
  const columns: [keyof SampleTable, keyof SampleRow][] = [
    ['stack', 'stack'],
    ['durationUs', 'us'],
  ];
  return isCounted ? [...columns, ['count', 'count']] : columns;
}

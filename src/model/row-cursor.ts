// The rows of a sample table, one after the other.

import type { Micros } from './frame.ts';

/** A row of a sample table. */
export interface SampleRow {
  readonly stack: number;
  readonly us: Micros;
  /** How many samples it stands for. */
  readonly count: number;
}

/** Goes from row to row, and has what is in the one that it is at: no row needs an object of its own. */
export interface RowCursor extends SampleRow {
  /** To the next row; `false` behind the last one. */
  next(): boolean;
}

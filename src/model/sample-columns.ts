// Samples while they come in. As plain arrays that grow, they would be copied again and again, and their garbage would
// be most of a recorder's memory.

import type { Micros } from './frame.ts';
import { PackedRows } from './packed-rows.ts';
import type { RowCursor } from './row-cursor.ts';
import { rowCount, rowsOf } from './sample-rows.ts';
import type { SampleTable } from './session.ts';

/** What samples that came in one by one are given out as: plain arrays, or packed in little memory. */
export type TableForm = 'plain' | 'packed';

const NONE: SampleTable = { stack: [], durationUs: [] };

/** Collects the samples of a lane in time order. */
export class SampleColumns {
  /** All of them, as long as they came in one table. It is never changed. */
  #table = NONE;
  /** All of them since. */
  readonly #rows: PackedRows;
  #lastStack = -1;

  /** `spare`: memory that nobody needs any more. */
  constructor(spare: Uint8Array[] = []) {
    this.#rows = new PackedRows(spare);
  }

  /** Number of rows so far. */
  get length(): number {
    return rowCount(this.#table) + this.#rows.length;
  }

  /** Stack of the last sample so far; -1 before the first. */
  get lastStack(): number {
    let last = this.#lastStack;
    for (const rows = rowsOf(this.#table); rows.next();) last = rows.stack;
    return last;
  }

  /** Appends a row, which stands for so many samples. */
  push(stack: number, us: Micros, count = 1): void {
    this.#packTable();
    this.#rows.push({ stack, us, count });
    this.#lastStack = stack;
  }

  /** Appends samples. Where there were none before, the table itself is kept: it may not change any more. */
  append(samples: SampleTable): void {
    if (rowCount(samples) === 0) return;
    if (this.length === 0) {
      this.#table = samples;
      return;
    }
    this.#packTable();
    this.#pack(samples);
  }

  /** Before the first of the rows so far. */
  cursor(): RowCursor {
    return this.#rows.length === 0 ? rowsOf(this.#table) : this.#rows.cursor();
  }

  /** As {@link cursor}, for the last reader: the rows are gone, and what the reader has behind it becomes `spare`. */
  drain(spare: Uint8Array[]): RowCursor {
    if (this.#rows.length > 0) return this.#rows.drain(spare);
    const rows = rowsOf(this.#table);
    this.#table = NONE;
    return rows;
  }

  /** The samples so far; later ones do not change it. A table that has all of them is given as it is, whatever its form. */
  table(form: TableForm = 'plain'): SampleTable {
    if (this.#rows.length === 0) return this.#table;
    const samples = this.#rows.samples();
    return form === 'packed' ? samples : samples.columns();
  }

  #packTable(): void {
    if (this.#table === NONE) return;
    this.#pack(this.#table);
    this.#table = NONE;
  }

  #pack(samples: SampleTable): void {
    for (const rows = rowsOf(samples); rows.next(); this.#lastStack = rows.stack)
      this.#rows.push(rows);
  }
}

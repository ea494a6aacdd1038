// Samples while they come in. As plain arrays that grow, they would be copied again and again, and their garbage would
// be most of a recorder's memory.
//
//   table (taken whole)                 packed rows, since then
//   ████████████████████████████████    ▒▒▒▒▒▒▒▒▒▒

import type { Micros } from './frame.ts';
import { PackedRows } from './packed-rows.ts';
import type { RowCursor } from './packed-samples.ts';
import { lastStack, rowCount, rowsOf } from './sample-rows.ts';
import type { SampleTable } from './session.ts';

/** What samples are given out as: plain arrays, which can be written as JSON, or packed in little memory. */
export type TableForm = 'plain' | 'packed';

/** Collects the samples of a lane in time order. */
export class SampleColumns {
  /** It is never changed. */
  #table: SampleTable = { stack: [], durationUs: [] };
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
    return this.#lastStack;
  }

  /** Appends a row, which stands for so many samples. */
  push(stack: number, us: Micros, count = 1): void {
    this.#rows.push({ stack, us, count });
    this.#lastStack = stack;
  }

  /** Appends samples. Where there were none before, the table itself is kept: it may not change any more. */
  append(samples: SampleTable): void {
    if (rowCount(samples) === 0) return;
    if (this.length === 0) this.#table = samples;
    else for (const rows = rowsOf(samples); rows.next();) this.#rows.push(rows);
    this.#lastStack = lastStack(samples);
  }

  /** Before the first of the rows so far. */
  cursor(): RowCursor {
    return new ChainedCursor(rowsOf(this.#table), this.#rows.cursor());
  }

  /** As {@link cursor}, for the last reader: what is behind it becomes `spare`, and nothing may be appended any more. */
  drain(spare: Uint8Array[]): RowCursor {
    const table = rowsOf(this.#table);
    this.#table = { stack: [], durationUs: [] };
    return new ChainedCursor(table, this.#rows.drain(spare));
  }

  /** The samples so far; later ones do not change it. A table that was taken whole, and has all of them, is given as it is. */
  table(form: TableForm = 'plain'): SampleTable {
    if (this.#rows.length === 0) return this.#table;
    const packed = rowCount(this.#table) === 0 ? this.#rows : this.#packAll();
    return form === 'packed' ? packed.samples() : packed.samples().columns();
  }

  #packAll(): PackedRows {
    const packed = new PackedRows();
    for (const rows = this.cursor(); rows.next();) packed.push(rows);
    return packed;
  }
}

/** Through a table, then through what has come since. */
class ChainedCursor implements RowCursor {
  stack = -1;
  us = 0;
  count = 1;

  constructor(
    private current: RowCursor,
    private following: RowCursor | null,
  ) {}

  next(): boolean {
    while (!this.current.next()) {
      if (this.following === null) return false;
      this.current = this.following;
      this.following = null;
    }
    this.stack = this.current.stack;
    this.us = this.current.us;
    this.count = this.current.count;
    return true;
  }
}

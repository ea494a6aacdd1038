// Samples while they come in. As plain arrays that grow, they would be copied again and again, and their garbage would
// be most of a recorder's memory.
//
//   table (taken whole)                 packed rows, since then
//   ████████████████████████████████    ▒▒▒▒▒▒▒▒▒▒

import type { Column } from './column.ts';
import type { Micros } from './frame.ts';
import { PackedRows } from './packed-rows.ts';
import type { RowCursor, SampleRow } from './packed-rows.ts';
import type { SampleTable } from './session.ts';

/**
 * What columns are made of: plain arrays, which can be written as JSON, or typed ones in little memory, which threads
 * share rather than copy.
 */
export type TableForm = 'plain' | 'compact';

/** Collects the samples of a lane in time order. */
export class SampleColumns {
  /** It is never changed. */
  #table: SampleTable = { stack: [], durationUs: [] };
  readonly #rows = new PackedRows();
  #lastStack = -1;
  /** Some rows stand for more samples than one, or for none. */
  #isCounted = false;

  /** Number of rows so far. */
  get length(): number {
    return this.#table.stack.length + this.#rows.length;
  }

  /** Stack of the last sample so far; -1 before the first. */
  get lastStack(): number {
    return this.#lastStack;
  }

  /** Appends a row, which stands for so many samples. */
  push(stack: number, us: Micros, count = 1): void {
    this.#rows.push({ stack, us, count });
    this.#isCounted ||= count !== 1;
    this.#lastStack = stack;
  }

  /** Appends samples. Where there were none before, the table itself is kept: it may not change any more. */
  append(samples: SampleTable): void {
    const { stack, durationUs, count } = samples;
    this.#isCounted ||= count !== undefined;
    if (this.length === 0) {
      this.#table = samples;
      this.#lastStack = stack[stack.length - 1] ?? -1;
      return;
    }
    for (let i = 0; i < stack.length; i++)
      this.push(stack[i] ?? -1, durationUs[i] ?? 0, count?.[i]);
  }

  /** Before the first of the rows so far. */
  cursor(): RowCursor {
    return new ColumnsCursor(this.#table, this.#rows.cursor());
  }

  /** The samples so far; later ones do not change it. */
  table(form: TableForm = 'plain'): SampleTable {
    if (form === 'compact') return this.#copyTo(of => this.#compactColumn(of));
    if (this.#rows.length === 0) return this.#table;
    return this.#copyTo(() => new Array<number>(this.length));
  }

  /** Of whole numbers, in no more bytes than the largest takes. */
  #compactColumn(of: keyof SampleRow): Column {
    const rows = this.cursor();
    let largest = 0;
    while (rows.next()) {
      if (rows[of] !== rows[of] >>> 0) return shared(Float64Array, this.length);
      largest = Math.max(largest, rows[of]);
    }
    if (largest < 2 ** 8) return shared(Uint8Array, this.length);
    return shared(largest < 2 ** 16 ? Uint16Array : Uint32Array, this.length);
  }

  #copyTo(newColumn: (of: keyof SampleRow) => Column): SampleTable {
    const [stack, durationUs] = [newColumn('stack'), newColumn('us')];
    const count = this.#isCounted ? newColumn('count') : undefined;
    const rows = this.cursor();
    for (let i = 0; rows.next(); i++) {
      stack[i] = rows.stack;
      durationUs[i] = rows.us;
      if (count !== undefined) count[i] = rows.count;
    }
    return { stack, durationUs, ...(count !== undefined && { count }) };
  }
}

/** Through a table, then through what has come since. */
class ColumnsCursor implements RowCursor {
  stack = -1;
  us = 0;
  count = 1;
  #at = 0;

  constructor(
    private readonly table: SampleTable,
    private readonly rows: RowCursor,
  ) {}

  next(): boolean {
    const { stack, durationUs, count } = this.table;
    const at = this.#at++;
    if (at < stack.length) {
      this.stack = stack[at] ?? -1;
      this.us = durationUs[at] ?? 0;
      this.count = count?.[at] ?? 1;
      return true;
    }
    const { rows } = this;
    if (!rows.next()) return false;
    this.stack = rows.stack;
    this.us = rows.us;
    this.count = rows.count;
    return true;
  }
}

/** A column in memory that threads share. */
function shared(type: ColumnType, length: number): Column {
  return new type(new SharedArrayBuffer(length * type.BYTES_PER_ELEMENT));
}

interface ColumnType {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer): Column;
}

// Samples while they come in. As plain arrays that grow, they would be copied again and again, and their garbage would
// be most of a recorder's memory.
//
//   table (taken whole)                 packed rows, since then
//   ████████████████████████████████    ▒▒▒▒▒▒▒▒▒▒

import type { Column } from './column.ts';
import type { Micros } from './frame.ts';
import { PackedRows } from './packed-rows.ts';
import type { SampleRow } from './packed-rows.ts';
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

  /** Goes through the rows so far. */
  forEach(visit: (row: SampleRow, index: number) => void): void {
    const { stack, durationUs, count } = this.#table;
    const before = stack.length;
    for (let i = 0; i < before; i++)
      visit({ stack: stack[i] ?? -1, us: durationUs[i] ?? 0, count: count?.[i] ?? 1 }, i);
    this.#rows.forEach((row, i) => {
      visit(row, before + i);
    });
  }

  /** The samples so far; later ones do not change it. */
  table(form: TableForm = 'plain'): SampleTable {
    if (form === 'compact') return this.#compactTable();
    if (this.#rows.length === 0) return this.#table;
    return this.#copyTo({ stack: plain(this.length), durationUs: plain(this.length) }, plain);
  }

  #compactTable(): SampleTable {
    let fractions = 0;
    this.forEach(({ us }) => (fractions += Number(us !== us >>> 0)));
    const durationUs = fractions === 0 ? new Uint32Array(bytes(this.length)) : exact(this.length);
    return this.#copyTo({ stack: new Int32Array(bytes(this.length)), durationUs }, exact);
  }

  #copyTo(
    { stack, durationUs }: Readonly<Record<'stack' | 'durationUs', Column>>,
    newCount: (length: number) => Column,
  ): SampleTable {
    const count = this.#isCounted ? newCount(this.length) : undefined;
    this.forEach((row, i) => {
      stack[i] = row.stack;
      durationUs[i] = row.us;
      if (count !== undefined) count[i] = row.count;
    });
    return { stack, durationUs, ...(count !== undefined && { count }) };
  }
}

function plain(length: number): number[] {
  return new Array<number>(length);
}

function exact(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * length));
}

function bytes(length: number): SharedArrayBuffer {
  return new SharedArrayBuffer(4 * length);
}

// Samples as bytes, some five for each: a run of an hour has millions of them. `packed-rows.ts` writes them.
//
//   stack     difference from the row before, zigzag, 7 bits a byte
//   duration  the same of whole microseconds; two bits below it tell whether a count follows, and whether numbers are
//             fractions: these follow as they are, in 8 bytes each

import type { Micros } from './frame.ts';
import type { SampleTable } from './session.ts';

/** Bits of a row's duration. */
export const HAS_COUNT = 1;
export const IS_FRACTION = 2;

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

/** What packed samples consist of; threads can give it to one another. */
export interface PackedBytes {
  /** In memory that threads share, where there is such memory. They are never changed. */
  readonly blocks: readonly Uint8Array[];
  /** Number of rows. */
  readonly length: number;
  readonly totalUs: Micros;
  /** Stack of the last row; -1 where there is none. */
  readonly lastStack: number;
  readonly sampleCount: number;
  /** Some rows stand for more samples than one, or for none. */
  readonly isCounted: boolean;
}

/** A table of samples in little memory. Its columns are there for those who need them, and are made when asked for. */
export class PackedSamples implements SampleTable {
  #columns: SampleTable | null = null;

  constructor(readonly packed: PackedBytes) {}

  /** Before the first row. */
  rows(): RowCursor {
    return new PackedCursor(this.packed.blocks.values());
  }

  get stack(): readonly number[] {
    return this.columns().stack;
  }

  get durationUs(): readonly number[] {
    return this.columns().durationUs;
  }

  get count(): readonly number[] | undefined {
    return this.columns().count;
  }

  /** The samples as plain data. */
  columns(): SampleTable {
    return (this.#columns ??= this.#unpack());
  }

  #unpack(): SampleTable {
    const { length, isCounted } = this.packed;
    const [stack, durationUs] = [new Array<number>(length), new Array<number>(length)];
    const count = new Array<number>(isCounted ? length : 0);
    const rows = this.rows();
    for (let i = 0; rows.next(); i++) {
      stack[i] = rows.stack;
      durationUs[i] = rows.us;
      if (isCounted) count[i] = rows.count;
    }
    return { stack, durationUs, ...(isCounted && { count }) };
  }
}

/** Reads one block after the other. */
export class PackedCursor implements RowCursor {
  stack = 0;
  us = 0;
  count = 1;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #whole = 0;

  constructor(private readonly blocks: Iterator<Uint8Array>) {}

  next(): boolean {
    while (this.#at >= this.#bytes.length) {
      const block = this.blocks.next();
      if (block.done === true) return false;
      this.#bytes = block.value;
      this.#at = 0;
    }
    this.stack += unzigzag(this.#read());
    const told = this.#read();
    const hasCount = (told & HAS_COUNT) !== 0;
    if ((told & IS_FRACTION) === 0) {
      this.us = this.#whole += unzigzag(told >>> 2);
      this.count = hasCount ? this.#read() : 1;
    } else {
      this.us = this.#readFraction();
      this.count = hasCount ? this.#readFraction() : 1;
    }
    return true;
  }

  #read(): number {
    const bytes = this.#bytes;
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[this.#at++] ?? 0;
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  }

  #readFraction(): number {
    const { buffer, byteOffset } = this.#bytes;
    this.#at += 8;
    return new DataView(buffer, byteOffset).getFloat64(this.#at - 8);
  }
}

function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}

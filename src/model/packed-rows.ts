// Rows of samples as bytes, some five for each: a run of an hour has millions of them.
//
//   stack     difference from the row before, zigzag, 7 bits a byte
//   duration  the same of whole microseconds; two bits below it tell whether a count follows, and whether numbers are
//             fractions: these follow as they are, in 8 bytes each

import type { Micros } from './frame.ts';

const BLOCK_BYTES = 64 * 1024;
/** Two differences of five bytes, and two fractions. */
const MAX_ROW_BYTES = 26;
/** Beside a difference of numbers below this there is room for a sign and two bits. */
const MAX_WHOLE = 2 ** 28;

const HAS_COUNT = 1;
const IS_FRACTION = 2;

/** A row of a sample table. */
export interface SampleRow {
  readonly stack: number;
  readonly us: Micros;
  readonly count: number;
}

/** Goes from row to row, and has what is in the one that it is at: no row needs an object of its own. */
export interface RowCursor extends SampleRow {
  /** To the next row; `false` behind the last one. */
  next(): boolean;
}

/** Appends rows, and goes through all of them. */
export class PackedRows {
  readonly #full: Uint8Array[] = [];
  #block = new DataView(new ArrayBuffer(0));
  /** Bytes of the last block that are in use. */
  #used = 0;
  #length = 0;
  #lastStack = 0;
  #lastUs = 0;

  /** Number of rows. */
  get length(): number {
    return this.#length;
  }

  /** Appends a row. */
  push({ stack, us, count }: SampleRow): void {
    if (this.#used + MAX_ROW_BYTES > this.#block.byteLength) this.#addBlock();
    this.#write(zigzag(stack - this.#lastStack));
    this.#lastStack = stack;
    const hasCount = count === 1 ? 0 : HAS_COUNT;
    if (isWhole(us) && isWhole(count)) {
      this.#write(((zigzag(us - this.#lastUs) << 2) | hasCount) >>> 0);
      this.#lastUs = us;
      if (hasCount !== 0) this.#write(count);
    } else {
      this.#write(IS_FRACTION | hasCount);
      this.#writeFraction(us);
      if (hasCount !== 0) this.#writeFraction(count);
    }
    this.#length++;
  }

  /** Before the first of the rows that there are now. */
  cursor(): RowCursor {
    return new PackedCursor([...this.#full, this.#lastBytes()]);
  }

  #addBlock(): void {
    if (this.#used > 0) this.#full.push(this.#lastBytes());
    this.#block = new DataView(new ArrayBuffer(BLOCK_BYTES));
    this.#used = 0;
  }

  #lastBytes(): Uint8Array {
    return new Uint8Array(this.#block.buffer, 0, this.#used);
  }

  #write(value: number): void {
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.#block.setUint8(this.#used++, (rest & 127) | 128);
    this.#block.setUint8(this.#used++, rest);
  }

  #writeFraction(value: number): void {
    this.#block.setFloat64(this.#used, value);
    this.#used += 8;
  }
}

class PackedCursor implements RowCursor {
  stack = 0;
  us = 0;
  count = 1;
  #block = 0;
  #bytes: DataView = new DataView(new ArrayBuffer(0));
  #at = 0;
  #whole = 0;

  constructor(private readonly blocks: readonly Uint8Array[]) {}

  next(): boolean {
    while (this.#at >= this.#bytes.byteLength) if (!this.#nextBlock()) return false;
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

  #nextBlock(): boolean {
    const block = this.blocks[this.#block++];
    if (block === undefined) return false;
    this.#bytes = new DataView(block.buffer, 0, block.byteLength);
    this.#at = 0;
    return true;
  }

  #read(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes.getUint8(this.#at++);
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  }

  #readFraction(): number {
    this.#at += 8;
    return this.#bytes.getFloat64(this.#at - 8);
  }
}

function isWhole(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < MAX_WHOLE;
}

/** Small numbers for small differences of either sign. */
function zigzag(difference: number): number {
  return ((difference << 1) ^ (difference >> 31)) >>> 0;
}

function unzigzag(value: number): number {
  return (value >>> 1) ^ -(value & 1);
}

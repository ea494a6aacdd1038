// Rows of samples as bytes, some four for each: a run of an hour has millions of them.
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

  /** Goes through the rows in their order. */
  forEach(visit: (row: SampleRow, index: number) => void): void {
    let index = 0;
    let stack = 0;
    let whole = 0;
    for (const block of [...this.#full, this.#lastBytes()]) {
      const reader = new Reader(block);
      while (!reader.isAtEnd) {
        stack += unzigzag(reader.read());
        const told = reader.read();
        const isFraction = (told & IS_FRACTION) !== 0;
        if (!isFraction) whole += unzigzag(told >>> 2);
        const us = isFraction ? reader.readFraction() : whole;
        let count = 1;
        if ((told & HAS_COUNT) !== 0) count = isFraction ? reader.readFraction() : reader.read();
        visit({ stack, us, count }, index++);
      }
    }
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

/** Reads what was written to a block. */
class Reader {
  readonly #bytes: DataView;
  #at = 0;

  constructor({ buffer, byteLength }: Uint8Array) {
    this.#bytes = new DataView(buffer, 0, byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.byteLength;
  }

  read(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes.getUint8(this.#at++);
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  }

  readFraction(): number {
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

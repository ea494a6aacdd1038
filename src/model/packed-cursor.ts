// Rows of samples as bytes, some five for each: a run of an hour has millions of them. `packed-rows.ts` writes them.
//
//   stack     difference from the row before, zigzag, 7 bits a byte
//   duration  the same of whole microseconds; two bits below it tell whether a count follows, and whether numbers are
//             fractions: these follow as they are, in 8 bytes each

import type { RowCursor } from './row-cursor.ts';

/** Bits of a row's duration. */
export const HAS_COUNT = 1;
export const IS_FRACTION = 2;

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

/** Small numbers for small differences of either sign. */
export function zigzag(difference: number): number {
  return ((difference << 1) ^ (difference >> 31)) >>> 0;
}

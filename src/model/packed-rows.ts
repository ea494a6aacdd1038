// Writes packed samples (`packed-cursor.ts` tells how they look).

import { HAS_COUNT, IS_FRACTION, PackedCursor, zigzag } from './packed-cursor.ts';
import { PackedSamples } from './packed-samples.ts';
import type { RowCursor, SampleRow } from './row-cursor.ts';

/** The first block, and the largest: each is twice as large as the one before. */
const FIRST_BYTES = 1024;
const BLOCK_BYTES = 64 * 1024;
/** Two differences of five bytes, and two fractions. */
const MAX_ROW_BYTES = 26;
/** Beside a difference of numbers below this there is room for a sign and two bits. */
const MAX_WHOLE = 2 ** 28;

const NO_BLOCK = new Uint8Array(0);

/** Appends rows, and gives out those that there are. */
export class PackedRows {
  #full: Uint8Array[] = [];
  #block: Uint8Array = NO_BLOCK;
  /** Bytes of the last block that are in use. */
  #used = 0;
  #length = 0;
  #totalUs = 0;
  #sampleCount = 0;
  #isCounted = false;
  #lastStack = 0;
  #lastUs = 0;
  /** Others read the blocks, and must not see them change. */
  #isGivenOut = false;

  /** `spare`: blocks that are taken before new ones are made. */
  constructor(private readonly spare: Uint8Array[] = []) {}

  /** Number of rows. */
  get length(): number {
    return this.#length;
  }

  /** Appends a row. */
  push({ stack, us, count }: SampleRow): void {
    if (this.#used + MAX_ROW_BYTES > this.#block.length) this.#addBlock();
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
    this.#totalUs += us;
    this.#sampleCount += count;
    this.#isCounted ||= hasCount !== 0;
  }

  /** Before the first of the rows that there are now. */
  cursor(): RowCursor {
    return new PackedCursor(this.#blocks().values());
  }

  /** The rows that there are now; later ones do not change it. */
  samples(): PackedSamples {
    this.#isGivenOut = true;
    return new PackedSamples({
      blocks: this.#blocks(),
      length: this.#length,
      totalUs: this.#totalUs,
      sampleCount: this.#sampleCount,
      isCounted: this.#isCounted,
    });
  }

  /** As {@link cursor}, for the last reader: the rows are gone, and what the reader has behind it becomes `spare`. */
  drain(spare: Uint8Array[]): RowCursor {
    const blocks = this.#blocks();
    this.#full = [];
    this.#block = NO_BLOCK;
    this.#used = this.#length = this.#totalUs = this.#sampleCount = 0;
    this.#lastStack = this.#lastUs = 0;
    return new PackedCursor(this.#isGivenOut ? blocks.values() : giveBack(blocks, spare));
  }

  #blocks(): Uint8Array[] {
    return [...this.#full, this.#block.subarray(0, this.#used)];
  }

  #addBlock(): void {
    if (this.#used > 0) this.#full.push(this.#block.subarray(0, this.#used));
    const { length } = this.#block;
    this.#block = this.spare.pop() ?? newBlock(Math.min(BLOCK_BYTES, length * 2 || FIRST_BYTES));
    this.#used = 0;
  }

  #write(value: number): void {
    let rest = value;
    for (; rest > 127; rest >>>= 7) this.#block[this.#used++] = (rest & 127) | 128;
    this.#block[this.#used++] = rest;
  }

  #writeFraction(value: number): void {
    const { buffer, byteOffset } = this.#block;
    new DataView(buffer, byteOffset).setFloat64(this.#used, value);
    this.#used += 8;
  }
}

/** A block is given back when the next one is asked for. */
function* giveBack(blocks: readonly Uint8Array[], spare: Uint8Array[]): Generator<Uint8Array> {
  for (const block of blocks) {
    yield block;
    if (block.byteLength > 0) spare.push(new Uint8Array(block.buffer));
  }
}

/** A page in a browser has no memory that threads share. */
function newBlock(bytes: number): Uint8Array {
  const isShared = typeof SharedArrayBuffer === 'function';
  return new Uint8Array(isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
}

function isWhole(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < MAX_WHOLE;
}

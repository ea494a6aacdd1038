// Samples while they come in, at 12 bytes each. A run of an hour has millions: as plain arrays that grow, they would be
// copied again and again, and their garbage would be most of a recorder's memory.
//
//   table (what was asked for before)   blocks of 1,024 samples each, since then
//   ████████████████████████████████    ████ ████ ██

import type { Micros } from './frame.ts';
import type { SampleTable } from './session.ts';

const BLOCK = 1024;

interface Block {
  readonly stack: Int32Array;
  readonly durationUs: Float64Array;
  /** Absent: one each. */
  count?: Uint32Array;
}

/** Collects the samples of a lane in time order. */
export class SampleColumns {
  /** What was given out: it is never changed. */
  #table: SampleTable = { stack: [], durationUs: [] };
  #blocks: Block[] = [];
  #length = 0;
  #lastStack = -1;
  /** Some rows stand for more samples than one, or for none. */
  #isCounted = false;

  /** Number of rows so far. */
  get length(): number {
    return this.#length;
  }

  /** Stack of the last sample so far; -1 before the first. */
  get lastStack(): number {
    return this.#lastStack;
  }

  /** Appends a row, which stands for so many samples. */
  push(stack: number, durationUs: Micros, count = 1): void {
    const at = (this.#length - this.#table.stack.length) % BLOCK;
    if (at === 0) this.#addBlock();
    const block = this.#blocks.at(-1);
    if (block === undefined) return;
    block.stack[at] = stack;
    block.durationUs[at] = durationUs;
    if (count !== 1) this.#countIn(block)[at] = count;
    this.#length++;
    this.#lastStack = stack;
  }

  /** Appends samples. Where there were none before, the table itself is kept: it may not change any more. */
  append(samples: SampleTable): void {
    const { stack, durationUs, count } = samples;
    this.#isCounted ||= count !== undefined;
    if (this.#length === 0) {
      this.#table = samples;
      this.#length = stack.length;
      this.#lastStack = stack.at(-1) ?? -1;
      return;
    }
    for (let i = 0; i < stack.length; i++)
      this.push(stack[i] ?? -1, durationUs[i] ?? 0, count?.[i]);
  }

  /** Goes through the rows so far. */
  forEach(visit: (stack: number, durationUs: Micros, sample: number) => void): void {
    const { stack: before, durationUs } = this.#table;
    for (let i = 0; i < before.length; i++) visit(before[i] ?? -1, durationUs[i] ?? 0, i);
    for (let i = before.length; i < this.#length; i++) {
      const at = i - before.length;
      const block = this.#blocks[Math.floor(at / BLOCK)];
      visit(block?.stack[at % BLOCK] ?? -1, block?.durationUs[at % BLOCK] ?? 0, i);
    }
  }

  /** How many samples this row stands for. */
  countOf(row: number): number {
    if (!this.#isCounted) return 1;
    const at = row - this.#table.stack.length;
    if (at < 0) return this.#table.count?.[row] ?? 1;
    return this.#blocks[Math.floor(at / BLOCK)]?.count?.[at % BLOCK] ?? 1;
  }

  /** The samples so far; later ones do not change it. */
  table(): SampleTable {
    if (this.#table.stack.length === this.#length) return this.#table;
    const [stack, durationUs] = [new Array<number>(this.#length), new Array<Micros>(this.#length)];
    this.forEach((of, us, i) => {
      stack[i] = of;
      durationUs[i] = us;
    });
    const count = this.#isCounted ? stack.map((_, i) => this.countOf(i)) : undefined;
    this.#blocks = [];
    this.#table = { stack, durationUs, ...(count !== undefined && { count }) };
    return this.#table;
  }

  #countIn(block: Block): Uint32Array {
    this.#isCounted = true;
    block.count ??= new Uint32Array(BLOCK).fill(1);
    return block.count;
  }

  #addBlock(): void {
    this.#blocks.push({
      stack: new Int32Array(BLOCK),
      durationUs: new Float64Array(BLOCK),
    });
  }
}

// Where a walk over the stacks of lanes adds what it finds of lines and functions.

import { PairIndex } from './pair-index.ts';

const NONE = -1;

/** Sums for each line of each file; row i is line number i. */
export class LineSums {
  /** Index into `session.strings`. */
  readonly file: number[] = [];
  readonly line: number[] = [];
  readonly self: number[] = [];
  readonly calls: number[] = [];
  readonly total: number[] = [];
  readonly waiting: number[] = [];
  readonly samples: number[] = [];
  readonly #rows = new PairIndex();

  /** The row of this line; -1 where it has none. */
  find(file: number, line: number): number {
    return this.#rows.find(file, line);
  }

  /** The row of this line, which is added when it is new. */
  row(file: number, line: number): number {
    const next = this.#rows.size;
    const row = this.#rows.intern(file, line);
    if (row < next) return row;
    this.file.push(file);
    this.line.push(line);
    for (const sums of [this.self, this.calls, this.total, this.waiting, this.samples])
      sums.push(0);
    return row;
  }
}

/** Sums for each frame of the session; row i is frame i. */
export class FunctionSums {
  readonly self: Float64Array;
  readonly total: Float64Array;
  readonly waiting: Float64Array;
  readonly samples: Float64Array;
  readonly undecided: Float64Array;
  /** The call that the innermost occurrence on the present path has open; -1 outside of a walk. */
  readonly call: Int32Array;

  constructor(frameCount: number) {
    this.self = new Float64Array(frameCount);
    this.total = new Float64Array(frameCount);
    this.waiting = new Float64Array(frameCount);
    this.samples = new Float64Array(frameCount);
    this.undecided = new Float64Array(frameCount);
    this.call = new Int32Array(frameCount).fill(NONE);
  }
}

/** Where a walk adds what it finds. */
export interface TimeSums {
  readonly lines: LineSums;
  readonly functions: FunctionSums;
}

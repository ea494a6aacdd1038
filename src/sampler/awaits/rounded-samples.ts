// Samples in whole microseconds, which are half as large as fractions in memory and in files.

import type { Micros } from '../../model/frame.ts';
import type { SampleTable } from '../../model/session.ts';

/** Collects samples in order of time. What is cut off of one is made up for by the next. */
export class RoundedSamples {
  private readonly stack: number[];
  private readonly durationUs: Micros[];
  /** `null` as long as each row stands for one sample. */
  private counts: number[] | null = null;
  private length = 0;
  private endUs = 0;
  private roundedEndUs = 0;

  /** There will be at least so many rows. */
  constructor(private readonly rows: number) {
    this.stack = new Array<number>(rows);
    this.durationUs = new Array<Micros>(rows);
  }

  get table(): SampleTable {
    const { stack, durationUs, counts } = this;
    return { stack, durationUs, ...(counts !== null && { count: counts }) };
  }

  /** Appends a row, which stands for `count` samples. */
  push(stack: number, us: Micros, count: number): void {
    if (count !== 1) this.counts ??= new Array<number>(this.rows).fill(1);
    if (this.counts !== null) this.counts[this.length] = count;
    this.endUs += us;
    const rounded = Math.round(this.endUs);
    this.stack[this.length] = stack;
    this.durationUs[this.length++] = rounded - this.roundedEndUs;
    this.roundedEndUs = rounded;
  }
}

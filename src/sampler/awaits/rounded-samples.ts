// Samples in whole microseconds, which take half the room of fractions, in memory and in files.

import type { Micros } from '../../model/frame.ts';
import { SampleColumns } from '../../model/sample-columns.ts';
import type { TableForm } from '../../model/sample-columns.ts';
import type { SampleTable } from '../../model/session.ts';

/** Collects samples in order of time. What is cut off of one is made up for by the next. */
export class RoundedSamples {
  private readonly columns: SampleColumns;
  private endUs = 0;
  private roundedEndUs = 0;

  /** `spare`: memory that nobody needs any more. */
  constructor(spare: Uint8Array[] = []) {
    this.columns = new SampleColumns(spare);
  }

  /** The samples so far. */
  table(form: TableForm): SampleTable {
    return this.columns.table(form);
  }

  /** Appends a row, which stands for `count` samples. */
  push(stack: number, us: Micros, count: number): void {
    this.endUs += us;
    const rounded = Math.round(this.endUs);
    this.columns.push(stack, rounded - this.roundedEndUs, count);
    this.roundedEndUs = rounded;
  }
}

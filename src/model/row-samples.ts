// A table of samples whose rows are told one after the other.

import type { Micros } from './frame.ts';
import type { RowCursor } from './row-cursor.ts';
import type { SampleTable } from './session.ts';

/** What is known of all rows. */
export interface RowFacts {
  /** Number of rows. */
  readonly length: number;
  readonly totalUs: Micros;
  readonly sampleCount: number;
  /** Some rows stand for more samples than one, or for none. */
  readonly isCounted: boolean;
}

/** Its columns are there for those who need them so, and are made when they are asked for. */
export abstract class RowSamples implements SampleTable {
  #columns: SampleTable | null = null;

  /** What is known of all rows. */
  abstract readonly facts: RowFacts;

  /** Before the first row. */
  abstract rows(): RowCursor;

  get stack(): readonly number[] {
    return this.#kept().stack;
  }

  get durationUs(): readonly number[] {
    return this.#kept().durationUs;
  }

  get count(): readonly number[] | undefined {
    return this.#kept().count;
  }

  /** The samples as plain data. */
  columns(): SampleTable {
    const { length, isCounted } = this.facts;
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

  /** For `JSON.stringify`. */
  toJSON(): SampleTable {
    return this.columns();
  }

  #kept(): SampleTable {
    return (this.#columns ??= this.columns());
  }
}

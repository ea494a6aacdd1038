// The samples of a table in other stacks.

import type { RowCursor, SampleRow } from './row-cursor.ts';
import { RowSamples } from './row-samples.ts';
import type { RowFacts } from './row-samples.ts';

/** Gives the stack of a row; is told of all rows, in order. */
export type ChangeStack = (row: SampleRow) => number;

/** Nothing is kept: the stacks are told anew each time that the rows are gone through. */
export class ChangedSamples extends RowSamples {
  /** `newChange` begins another way through the rows. */
  constructor(
    private readonly source: RowSamples,
    private readonly newChange: () => ChangeStack,
  ) {
    super();
  }

  get facts(): RowFacts {
    return this.source.facts;
  }

  override rows(): RowCursor {
    return new ChangedCursor(this.source.rows(), this.newChange());
  }
}

class ChangedCursor implements RowCursor {
  stack = -1;

  constructor(
    private readonly rows: RowCursor,
    private readonly change: ChangeStack,
  ) {}

  get us(): number {
    return this.rows.us;
  }

  get count(): number {
    return this.rows.count;
  }

  next(): boolean {
    if (!this.rows.next()) return false;
    this.stack = this.change(this.rows);
    return true;
  }
}

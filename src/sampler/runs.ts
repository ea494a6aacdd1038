// What ran after waits, and which of it ran at a moment.

import type { Micros } from '../model/frame.ts';

/** What ran after an await, until the next one; or a callback, from its call on. */
export interface Run {
  readonly site: number;
  readonly startUs: Micros;
  readonly endUs: Micros;
}

/** Goes through rows that are read one by one. */
export class Cursor<Row> {
  private readonly rows: Iterator<Row>;
  /** `undefined`: there are no more. */
  current: Row | undefined;

  constructor(rows: Iterable<Row>) {
    this.rows = rows[Symbol.iterator]();
    this.advance();
  }

  advance(): void {
    const next = this.rows.next();
    this.current = next.done === true ? undefined : next.value;
  }
}

/** Finds what ran at a moment. */
export class RunWalk {
  private readonly runs: Cursor<Run>;

  /** `runs` by start; they do not overlap. */
  constructor(runs: Iterable<Run>) {
    this.runs = new Cursor(runs);
  }

  /** The run of this moment. Moments must not go back. */
  at(momentUs: Micros): Run | undefined {
    const { runs } = this;
    while (runs.current !== undefined && runs.current.endUs <= momentUs) runs.advance();
    const run = runs.current;
    return run !== undefined && run.startUs <= momentUs ? run : undefined;
  }
}

// Rows of a lane's table of awaits while it is made.

import type { Micros } from './frame.ts';
import { PairIndex } from './pair-index.ts';
import type { AwaitTable } from './session.ts';

/** A place in a file. Both count from 1; line 0 = undecided, column 0 = unknown. */
export interface LinePosition {
  readonly line: number;
  readonly column: number;
}

/** Facts about awaits that began at one place. */
export interface AwaitFacts {
  readonly count: number;
  readonly totalUs: Micros;
  readonly maxUs: Micros;
}

/** Rows of an `AwaitTable`, one for each (file, line, column). */
export class AwaitColumns {
  readonly #places = new PairIndex();
  readonly #rows = new PairIndex();
  readonly #file: number[] = [];
  readonly #line: number[] = [];
  readonly #column: number[] = [];
  readonly #facts: AwaitFacts[] = [];

  add(file: number, { line, column }: LinePosition, facts: AwaitFacts): void {
    const next = this.#rows.size;
    const row = this.#rows.intern(file, this.#places.intern(line, column));
    if (row === next) {
      this.#file.push(file);
      this.#line.push(line);
      this.#column.push(column);
    }
    const old = this.#facts[row];
    this.#facts[row] = {
      count: (old?.count ?? 0) + facts.count,
      totalUs: (old?.totalUs ?? 0) + facts.totalUs,
      maxUs: Math.max(old?.maxUs ?? 0, facts.maxUs),
    };
  }

  build(): AwaitTable {
    return {
      file: this.#file.slice(),
      line: this.#line.slice(),
      column: this.#column.slice(),
      count: this.#facts.map(facts => facts.count),
      totalUs: this.#facts.map(facts => facts.totalUs),
      maxUs: this.#facts.map(facts => facts.maxUs),
    };
  }
}

// The rows of a line table by their stacks, for tables of as many rows as a large program has: they stay where they are,
// and each stack has a chain of theirs.

import type { LineShares } from '../../model/session.ts';
import type { ShareRow } from './share-rows.ts';

const NONE = -1;

/** A table, and rows that are added to it. */
export class StackRows {
  readonly #table: LineShares;
  /** The rows after those of the table. */
  readonly #added: ShareRow[] = [];
  /** Stacks that have rows, in the order in which they got their first. */
  readonly #stacks: number[] = [];
  /** Stack → its first row, its last one. */
  #first = new Int32Array(1024).fill(NONE);
  #last = new Int32Array(1024).fill(NONE);
  /** Row → the next one of the same stack. */
  readonly #next: number[];

  constructor(table: LineShares) {
    this.#table = table;
    this.#next = new Array<number>(table.stack.length).fill(NONE);
    for (let row = 0; row < table.stack.length; row++) this.#chain(table.stack[row] ?? 0, row);
  }

  /** Adds a row to those of its stack. */
  add(stack: number, row: ShareRow): void {
    this.#added.push(row);
    this.#chain(stack, this.#next.push(NONE) - 1);
  }

  /** The stack's rows, in the order in which they were added. */
  of(stack: number): ShareRow[] {
    const rows: ShareRow[] = [];
    for (let row = this.#first[stack] ?? NONE; row !== NONE; row = this.#next[row] ?? NONE)
      rows.push(this.#row(row));
    return rows;
  }

  /** Calls `visit` with the rows of one stack after the other. */
  forEach(visit: (stack: number, rows: readonly ShareRow[]) => void): void {
    for (const stack of this.#stacks) visit(stack, this.of(stack));
  }

  /** All rows, those of one stack together. */
  table(): LineShares {
    const columns = { stack: [] as number[], line: [] as number[], column: [] as number[] };
    const times: number[] = [];
    for (const stack of this.#stacks)
      for (let row = this.#first[stack] ?? NONE; row !== NONE; row = this.#next[row] ?? NONE) {
        const { place, us } = this.#row(row);
        columns.stack.push(stack);
        columns.line.push(place.line);
        columns.column.push(place.column);
        times.push(us);
      }
    return { ...columns, us: times };
  }

  #row(row: number): ShareRow {
    const { line, column, us } = this.#table;
    const added = row < us.length ? undefined : this.#added[row - us.length];
    return added ?? { place: { line: line[row] ?? 0, column: column[row] ?? 0 }, us: us[row] ?? 0 };
  }

  #chain(stack: number, row: number): void {
    if (stack >= this.#first.length) this.#grow(stack);
    const last = this.#last[stack] ?? NONE;
    this.#last[stack] = row;
    if (last !== NONE) this.#next[last] = row;
    else {
      this.#first[stack] = row;
      this.#stacks.push(stack);
    }
  }

  #grow(stack: number): void {
    const size = Math.max(stack + 1, this.#first.length * 2);
    this.#first = enlarge(this.#first, size);
    this.#last = enlarge(this.#last, size);
  }
}

function enlarge(column: Int32Array, size: number): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(size).fill(NONE);
  larger.set(column);
  return larger;
}

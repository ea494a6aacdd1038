// Rows of a line table while it is made; equal rows add up.

import type { Micros } from '../../model/frame.ts';
import type { LineShares } from '../../model/session.ts';

/** Collects rows of stack, line, column and time. */
export class LineRows {
  private readonly rows = new Map<number, Map<number, number>>();
  private readonly stack: number[] = [];
  private readonly line: number[] = [];
  private readonly column: number[] = [];
  private readonly us: Micros[] = [];

  add(stack: number, place: { readonly line: number; readonly column: number }, us: Micros): void {
    const key = place.line * 2 ** 24 + place.column;
    let of = this.rows.get(stack);
    if (of === undefined) this.rows.set(stack, (of = new Map<number, number>()));
    const row = of.get(key);
    if (row !== undefined) {
      this.us[row] = (this.us[row] ?? 0) + us;
      return;
    }
    of.set(key, this.stack.push(stack) - 1);
    this.line.push(place.line);
    this.column.push(place.column);
    this.us.push(us);
  }

  /** The rows so far; not a copy. */
  table(): LineShares {
    return { stack: this.stack, line: this.line, column: this.column, us: this.us };
  }
}

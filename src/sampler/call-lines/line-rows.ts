// Rows of a line table while it is made; equal rows add up.

import type { Micros } from '../../model/frame.ts';
import { PairIndex } from '../../model/pair-index.ts';
import type { LineShares } from '../../model/session.ts';

/** Collects rows of stack, line, column and time. */
export class LineRows {
  private readonly places = new PairIndex();
  private readonly rows = new PairIndex();
  private readonly stack: number[] = [];
  private readonly line: number[] = [];
  private readonly column: number[] = [];
  private readonly us: Micros[] = [];

  add(stack: number, place: { readonly line: number; readonly column: number }, us: Micros): void {
    const next = this.rows.size;
    const row = this.rows.intern(stack, this.places.intern(place.line, place.column));
    if (row < next) {
      this.us[row] = (this.us[row] ?? 0) + us;
      return;
    }
    this.stack.push(stack);
    this.line.push(place.line);
    this.column.push(place.column);
    this.us.push(us);
  }

  /** Adds time of each stack to its rows, in their parts; where a stack has none, that stays without a line. */
  addInParts(times: ReadonlyMap<number, Micros>): void {
    const sums = new Map<number, Micros>();
    const rows = this.stack.flatMap((stack, row) => (times.has(stack) ? [{ stack, row }] : []));
    for (const { stack, row } of rows)
      sums.set(stack, (sums.get(stack) ?? 0) + (this.us[row] ?? 0));
    for (const { stack, row } of rows) {
      const [own, sum] = [this.us[row] ?? 0, sums.get(stack) ?? 0];
      if (sum > 0) this.us[row] = own + (own * (times.get(stack) ?? 0)) / sum;
    }
  }

  /** The rows so far; not a copy. */
  table(): LineShares {
    return { stack: this.stack, line: this.line, column: this.column, us: this.us };
  }
}

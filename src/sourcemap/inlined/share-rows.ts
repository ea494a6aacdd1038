// Rows of a line table while they are changed: grouped by stack, so that each stack's rows keep their sum.

import type { LinePosition } from '../../model/lane-builder.ts';
import type { Micros } from '../../model/frame.ts';
import type { LineShares } from '../../model/session.ts';

/** One row of a line table without its stack. */
export interface ShareRow {
  readonly place: LinePosition;
  readonly us: Micros;
}

/** The rows of each stack that has any. */
export type RowsByStack = Map<number, ShareRow[]>;

/** Groups a table by stack. */
export function groupRows(shares: LineShares): RowsByStack {
  const rows: RowsByStack = new Map();
  for (const [i, stack] of shares.stack.entries()) {
    const place = { line: shares.line[i] ?? 0, column: shares.column[i] ?? 0 };
    addRow(rows, stack, { place, us: shares.us[i] ?? 0 });
  }
  return rows;
}

/** Adds a row to those of its stack. */
export function addRow(rows: RowsByStack, stack: number, row: ShareRow): void {
  const known = rows.get(stack);
  if (known === undefined) rows.set(stack, [row]);
  else known.push(row);
}

/** Sum of the rows' times. */
export function sumRows(rows: readonly ShareRow[]): Micros {
  return rows.reduce((sum, { us }) => sum + us, 0);
}

/** The rows with times in the same proportion that add up to `us`. Rows without any time give none. */
export function scaleRows(rows: readonly ShareRow[], us: Micros): ShareRow[] {
  const sum = sumRows(rows);
  if (sum === 0) return [];
  return rows.map(row => ({ place: row.place, us: (row.us * us) / sum }));
}

/** The table of these rows. */
export function flattenRows(rows: RowsByStack): LineShares {
  const table = { stack: [] as number[], line: [] as number[], column: [] as number[] };
  const us: Micros[] = [];
  for (const [stack, ofStack] of rows) {
    for (const row of ofStack) {
      table.stack.push(stack);
      table.line.push(row.place.line);
      table.column.push(row.place.column);
      us.push(row.us);
    }
  }
  return { ...table, us };
}

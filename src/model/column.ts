// Columns: arrays of numbers, one for each row of a table.

/** A column that can be written to. */
export type Column = number[] | Float64Array | Int32Array;

/** Adds to one row of a column; a row that is not there yet counts as 0. */
export function addAt(column: Column, row: number, amount: number): void {
  column[row] = (column[row] ?? 0) + amount;
}

// Places in a text as single numbers.

/** Columns of generated code can be long, lines are fewer. */
const COLUMNS = 2 ** 24;

/** A line and a column as one number, in the order of the text. */
export function placeAt(line: number, column: number): number {
  return line * COLUMNS + column;
}

/** The line and the column of {@link placeAt}. */
export function readPlace(place: number): { readonly line: number; readonly column: number } {
  return { line: Math.floor(place / COLUMNS), column: place % COLUMNS };
}

// The order in which *Next Hot Line* and *Previous Hot Line* go.

/** Which way to go. */
export type Direction = 'next' | 'previous';

/** The nearest line beyond `from`, or else the first from the other end; `lines` ascend. */
export function pickLine(
  lines: readonly number[],
  from: number,
  direction: Direction,
): number | undefined {
  if (direction === 'next') return lines.find(line => line > from) ?? lines[0];
  return lines.filter(line => line < from).at(-1) ?? lines.at(-1);
}

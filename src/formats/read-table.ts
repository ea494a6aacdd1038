// Checks the tables of a session file: objects of columns that are equally long.

import { badFile } from './bad-file.ts';
import { asNumbers, asObject } from './json-value.ts';
import type { NumberRange } from './json-value.ts';

/** Times and counts. Large enough for thirty years, small enough that sums stay exact to a microsecond. */
export const AMOUNT: NumberRange = { min: 0, max: 1e15, integer: false };
/** Lines and columns, from 1; 0 where it is not known. */
export const PLACE: NumberRange = { min: 0, max: 2 ** 31 - 2, integer: true };
/** Lines and columns, from 1; -1 or 0 where there is none. */
export const PLACE_OR_NONE: NumberRange = { ...PLACE, min: -1 };

/** Indexes into a table of that size; `lowest` is -1 where there may be none. */
export function indexRange(size: number, lowest: 0 | -1 = 0): NumberRange {
  return { min: lowest, max: size - 1, integer: true };
}

/** What may stand in a column. */
export interface ColumnRule {
  readonly range: NumberRange;
  /** What a column that is left out is full of. Without it, the column has to be there. */
  readonly fallback?: number;
}

/**
 * The table's columns, all equally long; empty ones where the whole table is left out. Throws a `ProfileError`
 * (`bad-file`) for a column that is missing, too short or too long, or has a value out of its range.
 */
export function readTable<Key extends string>(
  value: unknown,
  path: string,
  rules: Readonly<Record<Key, ColumnRule>>,
): Readonly<Record<Key, readonly number[]>> {
  const table = value === undefined ? undefined : asObject(value, path);
  const names = Object.keys(rules) as Key[];
  const columns: Partial<Record<Key, readonly number[]>> = {};
  let length: number | undefined = table === undefined ? 0 : undefined;
  for (const name of names) {
    const { range, fallback } = rules[name];
    const given = table?.[name];
    const isLeftOut = given === undefined && (fallback !== undefined || table === undefined);
    const column = isLeftOut
      ? new Array<number>(length ?? 0).fill(fallback ?? 0)
      : asNumbers(given, `${path}.${name}`, range);
    length ??= column.length;
    if (column.length !== length) throw unequal(`${path}.${name}`, column.length, length);
    columns[name] = column;
  }
  return columns as Record<Key, readonly number[]>;
}

function unequal(path: string, length: number, expected: number) {
  return badFile(
    `The file is damaged: ${path} has ${length} entries instead of ${expected}, as the columns beside it.`,
  );
}

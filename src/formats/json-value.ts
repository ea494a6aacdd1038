// Checks of values that came out of a JSON file written by somebody else. `path` says where in the file a value
// stands (`nodes[3].id`); every failure is a `ProfileError` (`bad-file`) that names it.

import { badFile } from './bad-file.ts';

/** An object of which nothing is known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Parses JSON text. Throws a `ProfileError` that tells a broken-off file from one that is no JSON at all. */
export function parseJson(text: string): unknown {
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (json.trim() === '') throw badFile('The file is empty.');
  try {
    return JSON.parse(json);
  } catch (cause) {
    if (!/^\s*[[{]/.test(json.slice(0, 1000))) throw badFile('The file is not JSON.', cause);
    const sentence = /[}\]]\s*$/.test(json.slice(-1000))
      ? 'The file is damaged: it is not valid JSON.'
      : 'The file is damaged: it breaks off before its end.';
    throw badFile(sentence, cause);
  }
}

/** The value, if it is an object. */
export function asObject(value: unknown, path: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badFile(`The file is damaged: ${path} is not an object.`);
  }
  return value as JsonObject;
}

/** The value, if it is an array. */
export function asArray(value: unknown, path: string): readonly unknown[] {
  if (!Array.isArray(value)) throw badFile(`The file is damaged: ${path} is not a list.`);
  return value;
}

/** The value, if it is a string. */
export function asString(value: unknown, path: string): string {
  if (typeof value !== 'string') throw badFile(`The file is damaged: ${path} is not a text.`);
  return value;
}

/** Which numbers are sound; both ends belong to it. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

/** The value, if it is a number of that range. */
export function asNumber(value: unknown, path: string, range: NumberRange): number {
  if (!isInRange(value, range)) throw badNumber(path);
  return value;
}

/** The value, if it is an array of numbers of that range. The array itself is returned. */
export function asNumbers(value: unknown, path: string, range: NumberRange): readonly number[] {
  const values = asArray(value, path);
  for (let i = 0; i < values.length; i++) {
    if (!isInRange(values[i], range)) throw badNumber(`${path}[${i}]`);
  }
  return values as readonly number[];
}

/** Whether the value is a number of that range. */
export function isInRange(value: unknown, { min, max, integer }: NumberRange): value is number {
  return (
    typeof value === 'number' &&
    value >= min &&
    value <= max &&
    (!integer || Number.isInteger(value))
  );
}

function badNumber(path: string) {
  return badFile(`The file is damaged: ${path} is not a number that can stand there.`);
}

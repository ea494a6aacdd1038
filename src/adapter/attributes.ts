// Reads the attributes of a configuration in launch.json, of which anything may be there.

import { ProfileError } from '../model/errors.ts';

/** A configuration as it arrives, its variables replaced. */
export type Attributes = Readonly<Record<string, unknown>>;

/** A text; `undefined` where it is missing or blank. Throws a `ProfileError` (`usage`). */
export function readText(attributes: Attributes, name: string): string | undefined {
  const value = valueOf(attributes, name);
  if (value === undefined) return undefined;
  if (typeof value !== 'string') throw wrong(name, 'a text');
  return value.trim() === '' ? undefined : value;
}

/** A list of texts; numbers may stand among them. Throws a `ProfileError` (`usage`). */
export function readTexts(attributes: Attributes, name: string): readonly string[] | undefined {
  const value = valueOf(attributes, name);
  if (value === undefined) return undefined;
  if (!Array.isArray(value) || !value.every(isTextOrNumber)) throw wrong(name, 'a list of texts');
  return value.map(String);
}

/** The numbers that an attribute may have. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** What it is a number of: `seconds`. */
  readonly unit: string;
}

/** A number, or a text that is one. Throws a `ProfileError` (`usage`). */
export function readNumber(
  attributes: Attributes,
  name: string,
  { min, max, unit }: NumberRange,
): number | undefined {
  const value = valueOf(attributes, name);
  if (value === undefined) return undefined;
  const number = isTextOrNumber(value) && value !== '' ? Number(value) : NaN;
  if (number >= min && number <= max) return number;
  throw wrong(name, `a number of ${unit} from ${min} to ${max}`);
}

/** One of several words, the first where it is missing. Throws a `ProfileError` (`usage`). */
export function readWord<Word extends string>(
  attributes: Attributes,
  name: string,
  words: readonly [Word, ...Word[]],
): Word {
  const value = valueOf(attributes, name);
  if (value === undefined) return words[0];
  const found = words.find(word => word === value);
  if (found !== undefined) return found;
  throw wrong(name, words.map(word => `"${word}"`).join(' or '));
}

/** Values by name; `null` takes a variable away. Throws a `ProfileError` (`usage`). */
export function readVariables(
  attributes: Attributes,
  name: string,
): Readonly<Record<string, string | null>> {
  const value = valueOf(attributes, name) ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw wrong(name, 'an object of texts');
  return Object.fromEntries(
    Object.entries(value).map(([key, of]: [string, unknown]) => {
      if (of === null) return [key, null];
      if (isTextOrNumber(of) || typeof of === 'boolean') return [key, String(of)];
      throw wrong(`${name}.${key}`, 'a text, or null to take the variable away');
    }),
  );
}

/** `null` is what people write for nothing. */
function valueOf(attributes: Attributes, name: string): unknown {
  return attributes[name] ?? undefined;
}

function isTextOrNumber(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function wrong(name: string, what: string): ProfileError {
  return badConfiguration(`In the launch configuration, "${name}" must be ${what}.`);
}

/** The error of a configuration that cannot be carried out. */
export function badConfiguration(sentence: string): ProfileError {
  return new ProfileError('usage', sentence);
}

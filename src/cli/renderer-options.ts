// Understands `-p key=value`: what a renderer is told.

import { ProfileError } from '../model/errors.ts';

/** What a value must be: a JSON type, one of some words, a regular expression, or an object of such. */
export type OptionType =
  | 'boolean'
  | 'number'
  | 'regex'
  | { readonly oneOf: Readonly<Record<string, string>> }
  | { readonly object: OptionTypes };

/** The options of a renderer, by name. */
export type OptionTypes = Readonly<Record<string, OptionType>>;

/** A renderer's options, checked. */
export type OptionValues = Readonly<Record<string, unknown>>;

/** A letter first: `__proto__` is no name. */
const NAME = /^[a-z][\w-]*$/i;

/**
 * Reads what was given as `key`, `key=value` or `key.inner=value`; values are JSON where they can be, else text. Names
 * may be written in snake_case. A later one replaces an earlier one. Throws a `ProfileError` (`bad-option`).
 */
export function parseRendererOptions(texts: readonly string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const text of texts) {
    const equals = text.indexOf('=');
    const path = (equals < 0 ? text : text.slice(0, equals)).split('.').map(camelCase);
    if (!path.every(name => NAME.test(name)))
      throw badOption(`-p ${text} has no name: write -p key=value.`);
    setAt(values, path, equals < 0 ? true : parseValue(text.slice(equals + 1)));
  }
  return values;
}

/**
 * Checks the values against what the renderer knows. `subject` is what the message calls the renderer. Throws a
 * `ProfileError` (`bad-option`).
 */
export function checkRendererOptions(
  values: Readonly<Record<string, unknown>>,
  types: OptionTypes,
  subject: string,
): OptionValues {
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type === undefined) {
      const known = Object.keys(types).join(', ');
      throw badOption(`${subject} has no option ${name}; it has ${known || 'none'}.`);
    }
    checked[name] = checkValue(value, type, name);
  }
  return checked;
}

function checkValue(value: unknown, type: OptionType, name: string): unknown {
  if (type === 'boolean' || type === 'number') {
    if (typeof value === type && !Number.isNaN(value)) return value;
    throw badOption(`${name} must be ${type === 'boolean' ? 'true or false' : 'a number'}.`);
  }
  if (type === 'regex') return checkRegex(value, name);
  if ('object' in type) {
    if (isRecord(value)) return checkRendererOptions(value, type.object, name);
    throw badOption(`${name} has options of its own: write -p ${name}.key=value.`);
  }
  const word =
    typeof value === 'string' && Object.hasOwn(type.oneOf, value) ? type.oneOf[value] : undefined;
  if (word !== undefined) return word;
  throw badOption(`${name} must be one of ${Object.keys(type.oneOf).join(', ')}.`);
}

function checkRegex(value: unknown, name: string): RegExp {
  try {
    return new RegExp(String(value));
  } catch (cause) {
    throw badOption(`${name} is no regular expression.`, cause);
  }
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const names = [...path];
  const last = names.pop() ?? '';
  let inner = target;
  for (const name of names) {
    const next = inner[name];
    const record: Record<string, unknown> = isRecord(next) ? { ...next } : {};
    inner[name] = record;
    inner = record;
  }
  inner[last] = isRecord(value) ? mapKeys(value) : value;
}

function mapKeys(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [camelCase(key), value]));
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // Not JSON: the text itself is the value.
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function camelCase(name: string): string {
  return name.trim().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function badOption(sentence: string, cause?: unknown): ProfileError {
  return new ProfileError('bad-option', sentence, { cause });
}

// What a settings file holds is what someone has typed: the editor marks a wrong value, and hands it on all the same.

import { ProfileError } from '../model/errors.ts';

/** What a number may be. */
export interface NumberRule {
  readonly fallback: number;
  readonly min: number;
  readonly max: number;
}

/** The number, brought within its bounds; the fallback for what is none. */
export function readNumber(value: unknown, { fallback, min, max }: NumberRule): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return fallback;
  return Math.min(max, Math.max(min, value));
}

/** The text without white space around it; `undefined` for an empty one, and for what is none. */
export function readText(value: unknown): string | undefined {
  return (typeof value === 'string' && value.trim()) || undefined;
}

/** The texts of a list; a number in it is as good as its digits. Throws a `ProfileError` (`usage`) for what is no list. */
export function readTexts(value: unknown, setting: string): readonly string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value) && value.every(isPlain)) return value.map(String);
  throw new ProfileError('usage', `The setting ${setting} is to be a list of texts.`);
}

function isPlain(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

// Times and shares as text. The times of one table have one unit and the same decimals, so that longer text is more
// time.

import type { Micros } from '../model/frame.ts';

/** Writes a time. */
export type TimeText = (us: Micros) => string;

const MS = 1_000;
const SECOND = 1_000_000;
const MINUTE = 60 * SECOND;

/** How the times within `whole` are written: `812.4 ms`, all in the same unit. */
export function timeTextFor(whole: Micros): TimeText {
  if (whole < 10 * MS) return us => `${formatNumber(us, 0)} µs`;
  if (whole < 100 * SECOND) return us => `${formatNumber(us / MS, 1)} ms`;
  return us => `${formatNumber(us / SECOND, 2)} s`;
}

/** A single time in the unit that suits it: `640 µs`, `81.2 ms`, `1.23 s`, `2 min 5 s`. */
export function formatTime(us: Micros): string {
  if (us < MS) return `${formatNumber(us, 0)} µs`;
  if (us < SECOND) return `${formatNumber(us / MS, 1)} ms`;
  if (us < 2 * MINUTE) return `${formatNumber(us / SECOND, 2)} s`;
  const seconds = Math.round(us / SECOND);
  return `${formatCount(Math.floor(seconds / 60))} min ${seconds % 60} s`;
}

/** A sampling interval: `1 ms`, `100 µs`. */
export function formatInterval(us: Micros): string {
  return us < MS ? `${formatCount(us)} µs` : `${String(us / MS)} ms`;
}

/** A part of a whole, in per cent: `38.2 %`. Nothing is a share of nothing. */
export function formatShare(part: Micros, whole: Micros): string {
  const percent = whole > 0 ? (100 * part) / whole : 0;
  if (percent > 0 && percent < 0.05) return '<0.1 %';
  return `${formatNumber(percent, 1)} %`;
}

/** A whole number: `1,204`. */
export function formatCount(count: number): string {
  return formatNumber(count, 0);
}

/** A number and its noun: `1 call`, `1,204 samples`. */
export function countOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

const FORMATS = [0, 1, 2].map(
  digits =>
    new Intl.NumberFormat('en-US', {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }),
);

function formatNumber(value: number, digits: 0 | 1 | 2): string {
  return FORMATS[digits]?.format(value) ?? String(value);
}

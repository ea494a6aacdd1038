// Times and shares as people read them: `812 ms · 38 %`.

import type { Micros } from '../model/frame.ts';

/** Which numbers to show: the setting `hotpath.annotations.format`. */
export type FigureFormat = 'both' | 'ms' | 'percent';

const MS = 1_000;
const SECOND = 1_000_000;
const MINUTE = 60;
const HOUR = 3_600;

/** A time with its unit, in as many digits as mean something: `0.4 ms`, `812 ms`, `1.2 s`, `2 min 5 s`. */
export function formatTime(us: Micros): string {
  if (us <= 0) return '0 ms';
  if (us < 0.05 * MS) return '<0.1 ms';
  if (us < 9.95 * MS) return `${(us / MS).toFixed(1)} ms`;
  if (us < 999.5 * MS) return `${Math.round(us / MS)} ms`;
  if (us < 59.95 * SECOND) return `${(us / SECOND).toFixed(1)} s`;
  const seconds = Math.round(us / SECOND);
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ${seconds % MINUTE} s`;
  return `${Math.floor(seconds / HOUR)} h ${Math.floor((seconds % HOUR) / MINUTE)} min`;
}

/** A part of a whole as a percentage: `38 %`, `4.2 %`, `<0.1 %`. Nothing is a share of nothing: `0 %`. */
export function formatShare(part: Micros, whole: Micros): string {
  const percent = whole > 0 ? (100 * part) / whole : 0;
  if (percent <= 0) return '0 %';
  if (percent < 0.05) return '<0.1 %';
  return percent < 9.95 ? `${percent.toFixed(1)} %` : `${Math.round(percent)} %`;
}

/** Time and share, or the one of them that the user asked for. */
export function formatFigure(us: Micros, runUs: Micros, format: FigureFormat): string {
  if (format === 'ms') return formatTime(us);
  if (format === 'percent') return formatShare(us, runUs);
  return `${formatTime(us)} · ${formatShare(us, runUs)}`;
}

/** A number and its noun: `1 await`, `1,204 samples`. */
export function formatCount(count: number, noun: string): string {
  return `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;
}

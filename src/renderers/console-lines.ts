// The slowest lines, below the tree of the console report.
//
//   Slowest lines
//   total   self  waiting
//   0.868  0.018    0.500  src/db.js:5  const rows = await pool.query(sql);

import type { Micros } from '../model/frame.ts';
import type { SessionData } from '../model/session.ts';
import { inkOfShare, paint } from './console-style.ts';
import type { Ink, StyleOptions } from './console-style.ts';
import { findHotLines, wholeTime } from './hot-lines.ts';
import type { HotLine, ReadLine } from './hot-lines.ts';
import { shortPath } from './short-path.ts';
import { decimalsFor, formatPercent, formatSeconds } from './time-format.ts';
import { visibleText } from './visible-text.ts';

/** What decides how the lines are shown. */
export interface SlowestLinesOptions extends StyleOptions {
  readonly time?: 'seconds' | 'percent';
  readonly lane?: number;
  readonly readLine?: ReadLine;
}

const MAX_SOURCE = 60;
const HEAD = ['total', 'self', 'waiting'];

/** Renders the slowest lines, each with a line break; empty where no line took time. */
export function renderSlowestLines(
  session: SessionData,
  options: SlowestLinesOptions = {},
): string {
  const whole = wholeTime(session, options.lane);
  const rows = findHotLines(session, options).map(line => toRow(line, { session, options, whole }));
  if (rows.length === 0) return '';
  const widths = HEAD.map((name, i) => widest([name, ...rows.map(row => row.times[i] ?? '')]));
  const placeWidth = widest(rows.map(row => row.place));
  const head = HEAD.map((name, i) => name.padStart(widths[i] ?? 0)).join('  ');
  const lines = rows.map(({ times, place, source, ink }) => {
    const [total = '', ...others] = times.map((text, i) => text.padStart(widths[i] ?? 0));
    const end = source === '' ? place : `${place.padEnd(placeWidth)}  ${source}`;
    return `${paint(options, ink, total)}  ${others.join('  ')}  ${end}\n`;
  });
  return `Slowest lines\n${paint(options, 'faint', head)}\n${lines.join('')}`;
}

interface Row {
  /** In the order of the head. */
  readonly times: readonly string[];
  readonly place: string;
  readonly source: string;
  readonly ink: Ink;
}

interface RowContext {
  readonly session: SessionData;
  readonly options: SlowestLinesOptions;
  readonly whole: Micros;
}

function toRow({ file, time }: HotLine, { session, options, whole }: RowContext): Row {
  const decimals = decimalsFor(session.meta.intervalUs);
  const format = (us: Micros): string =>
    options.time === 'percent' ? formatPercent(us / whole) : formatSeconds(us, decimals);
  return {
    times: [time.total, time.self, time.waiting].map(format),
    place: `${visibleText(shortPath(file, session.meta))}:${time.line}`,
    source: shorten(visibleText(options.readLine?.(file, time.line)?.trim() ?? '')),
    ink: inkOfShare(time.total / whole),
  };
}

function shorten(text: string): string {
  return text.length > MAX_SOURCE ? `${text.slice(0, MAX_SOURCE - 3)}...` : text;
}

function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, text.length), 0);
}

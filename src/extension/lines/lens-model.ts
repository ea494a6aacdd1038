// What stands above the functions of a file: `812 ms · 38 % · 12 ms self · 300 ms waiting`.

import { displayName } from '../../model/frame.ts';
import type { Micros } from '../../model/frame.ts';
import type { FunctionTime } from '../../model/line-times.ts';
import type { FigureFormat } from '../figure-text.ts';
import { formatCount, formatShare, formatTime } from '../figure-text.ts';
import type { FileView } from '../tracking/file-view.ts';

/** What lenses depend on besides the times. */
export interface LensOptions {
  readonly runUs: Micros;
  /** Functions with a smaller share of the run have none; from 0 to 1. */
  readonly threshold: number;
  readonly format: FigureFormat;
  /** Waiting times are an estimate. */
  readonly isEstimate: boolean;
}

/** The text above one function. */
export interface Lens {
  /** Where the function is now, from 1. */
  readonly line: number;
  readonly text: string;
  readonly tooltip: string;
  readonly function: FunctionTime;
}

/** The lenses of a file, in order of line. */
export function buildLenses(view: FileView, options: LensOptions): Lens[] {
  const shown = view.times.functions.filter(
    fn => fn.total > 0 && fn.total >= options.threshold * options.runUs,
  );
  const perLine = countBy(shown, fn => fn.line);
  const lenses: Lens[] = [];
  for (const fn of shown) {
    const line = view.currentLine(fn.line);
    if (line === undefined) continue;
    const isStale = view.isFunctionStale(fn);
    const name = (perLine.get(fn.line) ?? 0) > 1 ? `${displayName(fn)}: ` : '';
    const text = `${isStale ? 'stale · ' : ''}${name}${describeFunction(fn, options)}`;
    lenses.push({ line, text, tooltip: describeInFull(fn, options, isStale), function: fn });
  }
  return lenses.sort((a, b) => a.line - b.line);
}

/** Time that could be put on none of a function's lines is told from this share of the run on. */
const TOLD_UNDECIDED = 0.01;

/** Total, self, waiting and share, without what is nothing; and what no line shows. */
export function describeFunction(
  fn: FunctionTime,
  { runUs, format, isEstimate }: LensOptions,
): string {
  const show = (us: Micros): string =>
    format === 'percent' ? formatShare(us, runUs) : formatTime(us);
  const parts = [`${show(fn.total)} total`, `${show(fn.self)} self`];
  if (fn.waiting > 0) {
    parts.push(`${show(fn.waiting)} waiting${isEstimate ? ' (estimate)' : ''}`);
  }
  if (format === 'both') parts.push(formatShare(fn.total, runUs));
  if (tellsUndecided(fn, runUs)) parts.push(`${show(fn.undecided)} undecided`);
  return parts.join(' · ');
}

/** Whether so much of a function's time could be put on none of its lines that it is to be told. */
export function tellsUndecided(fn: FunctionTime, runUs: Micros): boolean {
  return fn.undecided > 0 && fn.undecided >= TOLD_UNDECIDED * runUs;
}

function describeInFull(
  fn: FunctionTime,
  { runUs, isEstimate }: LensOptions,
  isStale: boolean,
): string {
  const estimate = isEstimate && fn.waiting > 0 ? ' (an estimate)' : '';
  const lines = [
    displayName(fn),
    `total ${formatTime(fn.total)}, ${formatShare(fn.total, runUs)}`,
    `self ${formatTime(fn.self)}, ${formatShare(fn.self, runUs)}`,
    `waiting ${formatTime(fn.waiting)}, ${formatShare(fn.waiting, runUs)}${estimate}`,
    formatCount(fn.samples, 'sample'),
  ];
  if (fn.undecided > 0) {
    lines.push(`undecided ${formatTime(fn.undecided)}: on which of its lines is not known`);
  }
  if (isStale) lines.push('This function was changed after the run.');
  lines.push('Click to see it in the call tree.');
  return lines.join('\n');
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

// What stands after the slowest lines of a file, and in which look. Pure: the editor's part is `annotations.ts`.
//
//   rows.push(render(item));      812 ms · 38 %
//   await db.query(sql);          ⏳ 1.2 s waiting · 40 awaits · 58 %
//
// After a long line it is shorter: what matters most stands first, and the hover tells the rest.

import type { Micros } from '../../model/frame.ts';
import type { LineTime } from '../../model/line-times.ts';
import type { FigureFormat } from '../figure-text.ts';
import { formatCount, formatFigure, formatShare, formatTime } from '../figure-text.ts';
import type { FileView } from '../tracking/file-view.ts';

/** How an annotation looks. Each look is one decoration type, so there are never more than these. */
export const LOOKS = ['heat1', 'heat2', 'heat3', 'heat4', 'heat5', 'waiting', 'stale'] as const;
export type Look = (typeof LOOKS)[number];

/** More annotations than this on one file help nobody; the heaviest stay. */
export const MAX_ANNOTATIONS = 1_000;

/** Shares of the run from which the hotter looks begin. */
const HEAT_BOUNDS = [0.03, 0.1, 0.25, 0.5] as const;

/** A line that spends this part of its time waiting is said to wait. */
const MOSTLY = 0.5;

/** What annotations depend on besides the times. */
export interface AnnotationOptions {
  /** The time of the whole run, of which shares are taken. */
  readonly runUs: Micros;
  /** Lines with a smaller share of the run have none; from 0 to 1. */
  readonly threshold: number;
  readonly format: FigureFormat;
  /** Annotations that would end beyond this column are shortened. */
  readonly maxColumn: number;
  /** How many columns the text of a line has now. */
  lengthOf(line: number): number;
}

/** The text after one line. */
export interface Annotation {
  /** Where the line is now, from 1. */
  readonly line: number;
  readonly text: string;
  readonly look: Look;
  readonly time: LineTime;
}

/** The annotations of a file, in order of their current lines. A line that is gone has none. */
export function buildAnnotations(view: FileView, options: AnnotationOptions): Annotation[] {
  const annotations: Annotation[] = [];
  for (const time of pickHotLines(view.times.lines.values(), options)) {
    const line = view.currentLine(time.line);
    if (line === undefined) continue;
    const isStale = view.isLineStale(time.line);
    const room = options.maxColumn - options.lengthOf(line) - GAP - (isStale ? STALE.length : 0);
    const text = `${fit(phrase(time, options), room)}${isStale ? STALE : ''}`;
    annotations.push({ line, text, look: isStale ? 'stale' : pickLook(time, options.runUs), time });
  }
  return annotations.sort((a, b) => a.line - b.line);
}

/** Columns between a line and its annotation. */
export const GAP = 3;

const STALE = ' · stale';

/** The text of a line's annotation: the fullest first, and shorter ones. */
function phrase(time: LineTime, options: AnnotationOptions): readonly string[] {
  return waitsMostly(time) ? phraseWaiting(time, options) : phraseTime(time, options);
}

function phraseWaiting(time: LineTime, { runUs, format }: AnnotationOptions): readonly string[] {
  const waiting = `${tellWaiting(time, { runUs, format })} waiting`;
  const withAwaits = `${waiting}${tellAwaits(time)}`;
  const full =
    format === 'both' ? `${withAwaits} · ${formatShare(time.waiting, runUs)}` : withAwaits;
  return [full, withAwaits, waiting];
}

function phraseTime(time: LineTime, { runUs, format }: AnnotationOptions): readonly string[] {
  const figure = formatFigure(time.total, runUs, format);
  if (time.waiting <= 0 || time.waiting < HEAT_BOUNDS[0] * runUs) return [figure];
  const short = `${figure} · ${tellWaiting(time, { runUs, format })}`;
  return [`${short} waiting${tellAwaits(time)}`, `${short} waiting`, short, figure];
}

function tellWaiting(
  { waiting }: LineTime,
  { runUs, format }: Pick<AnnotationOptions, 'runUs' | 'format'>,
): string {
  return `⏳ ${format === 'percent' ? formatShare(waiting, runUs) : formatTime(waiting)}`;
}

function tellAwaits({ awaits }: LineTime): string {
  return awaits === null ? '' : ` · ${formatCount(awaits.count, 'await')}`;
}

/** Columns of a text in the editor, where a tab goes on to the next multiple of `tabSize`. */
export function countColumns(text: string, tabSize: number): number {
  const [head = '', ...rest] = text.split('\t');
  return rest.reduce(
    (columns, part) => (Math.floor(columns / tabSize) + 1) * tabSize + part.length,
    head.length,
  );
}

/** The first text that has room, or else the last. */
function fit(texts: readonly string[], room: number): string {
  return texts.find(text => text.length <= room) ?? texts.at(-1) ?? '';
}

/** The look of a line that is not stale. */
export function pickLook(time: LineTime, runUs: Micros): Look {
  if (waitsMostly(time)) return 'waiting';
  const share = runUs > 0 ? time.total / runUs : 0;
  const level = HEAT_BOUNDS.filter(bound => share >= bound).length;
  return LOOKS[level] ?? 'heat1';
}

/** Whether most of a line's time was spent waiting. */
export function waitsMostly(time: Pick<LineTime, 'waiting' | 'total'>): boolean {
  return time.waiting > 0 && time.waiting >= MOSTLY * time.total;
}

function pickHotLines(
  times: Iterable<LineTime>,
  { runUs, threshold }: AnnotationOptions,
): readonly LineTime[] {
  const least = threshold * runUs;
  const hot = [...times].filter(time => time.total > 0 && time.total >= least);
  if (hot.length <= MAX_ANNOTATIONS) return hot;
  return hot.sort((a, b) => b.total - a.total).slice(0, MAX_ANNOTATIONS);
}

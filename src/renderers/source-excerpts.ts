// Cuts the source lines that a report shows out of their files: those that took time, with a few around them. A report
// is passed on to others, so that it holds no more of the sources than it shows.

import { buildLineTimes } from '../model/line-times.ts';
import type { FileTimes } from '../model/line-times.ts';
import type { SessionData } from '../model/session.ts';
import { wholeTime } from './hot-lines.ts';
import type { ReadLine } from './hot-lines.ts';

/** Neighbouring lines of a source file. */
export interface SourceExcerpt {
  /** Absolute path. */
  readonly file: string;
  /** Number of the first line, from 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

/** Lines before and after one that took time. */
const CONTEXT = 3;
/** Share of the whole from which on a line is shown with its text. */
const THRESHOLD = 0.001;
const MAX_LINES = 1000;
/** Longer lines, as in minified files, are cut. */
const MAX_LENGTH = 400;

/** The excerpts of at most the 1,000 slowest lines, in order of file and line. Lines that cannot be read are left out. */
export function collectExcerpts(session: SessionData, readLine: ReadLine): SourceExcerpt[] {
  const excerpts: SourceExcerpt[] = [];
  for (const { path, lines } of pickLines(session)) {
    for (const line of [...withContext(lines)].sort((a, b) => a - b)) {
      const text = readLine(path, line)?.slice(0, MAX_LENGTH);
      if (text !== undefined) appendLine(excerpts, { file: path, line, lines: [text] });
    }
  }
  return excerpts;
}

interface PickedLines {
  readonly path: string;
  readonly lines: readonly number[];
}

function pickLines(session: SessionData): PickedLines[] {
  const files = [...buildLineTimes(session).values()];
  const least = leastTotal(files, wholeTime(session) * THRESHOLD);
  return files.map(({ path, lines }) => ({
    path,
    lines: [...lines.values()].filter(({ total }) => total >= least).map(({ line }) => line),
  }));
}

/** The total that a line must have to be among the slowest. */
function leastTotal(files: readonly FileTimes[], least: number): number {
  const totals = files.flatMap(({ lines }) => [...lines.values()].map(({ total }) => total));
  const slow = Float64Array.from(totals.filter(total => total > 0 && total >= least)).sort();
  return slow.at(-MAX_LINES) ?? slow[0] ?? Infinity;
}

function withContext(lines: readonly number[]): ReadonlySet<number> {
  const wanted = new Set<number>();
  for (const line of lines) {
    for (let near = Math.max(1, line - CONTEXT); near <= line + CONTEXT; near++) wanted.add(near);
  }
  return wanted;
}

/** Lengthens the last excerpt where the line follows it. */
function appendLine(excerpts: SourceExcerpt[], next: SourceExcerpt): void {
  const last = excerpts.at(-1);
  if (last?.file !== next.file || last.line + last.lines.length !== next.line) excerpts.push(next);
  else excerpts[excerpts.length - 1] = { ...last, lines: [...last.lines, ...next.lines] };
}

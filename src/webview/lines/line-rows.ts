// The rows of the hot lines view: the slowest lines of all files, or one file's lines with the source around them.

import type { Frame, Micros } from '../../model/frame.ts';
import { readFrames } from '../../model/frame-table.ts';
import type { FileTimes, LineTime } from '../../model/line-times.ts';
import type { SessionData } from '../../model/session.ts';
import type { SourceExcerpt } from '../../renderers/source-excerpts.ts';

/** A file in the list of files. */
export interface HotFile {
  readonly path: string;
  /** Whether it holds code of the application. */
  readonly isApplication: boolean;
  /** Total of its slowest line. */
  readonly total: Micros;
  /** Time in which a function of this file was at the leaf. */
  readonly self: Micros;
}

/** A source line. */
export interface LineRow {
  readonly kind: 'line';
  readonly file: string;
  readonly line: number;
  /** `undefined` where the report does not carry it. */
  readonly text: string | undefined;
  /** `undefined` for lines that only stand around others. */
  readonly time: LineTime | undefined;
}

/** Lines that are left out. */
export interface GapRow {
  readonly kind: 'gap';
  readonly line: number;
}

/** The lines that a report carries, by file. */
export class SourceLines {
  readonly #files = new Map<string, Map<number, string>>();

  constructor(excerpts: readonly SourceExcerpt[]) {
    for (const { file, line, lines } of excerpts) {
      const known = this.#files.get(file) ?? new Map<number, string>();
      lines.forEach((text, i) => known.set(line + i, text));
      this.#files.set(file, known);
    }
  }

  /** The text of a line, from 1. */
  textOf(file: string, line: number): string | undefined {
    return this.#files.get(file)?.get(line);
  }

  /** Numbers of the lines of a file. */
  linesOf(file: string): Iterable<number> {
    return this.#files.get(file)?.keys() ?? [];
  }
}

/**
 * The files with times on their lines: the application's first, then the others, the slowest line first. Files of which
 * all functions are hidden are left out.
 */
export function listFiles(
  session: SessionData,
  files: ReadonlyMap<string, FileTimes>,
  isHidden: (frame: Frame) => boolean,
): readonly HotFile[] {
  const owners = findOwners(session, isHidden);
  const listed: HotFile[] = [];
  for (const { path, lines, functions } of files.values()) {
    const owner = owners.get(path);
    let total = 0;
    for (const time of lines.values()) total = Math.max(total, time.total);
    if (owner === undefined || total === 0) continue;
    const self = functions.reduce((sum, time) => sum + time.self, 0);
    listed.push({ path, isApplication: owner === 'application', total, self });
  }
  return listed.sort(
    (a, b) => Number(b.isApplication) - Number(a.isApplication) || b.total - a.total,
  );
}

/** The slowest lines of these files, at most `most`. */
export function listSlowest(
  files: readonly FileTimes[],
  sources: SourceLines,
  most: number,
): readonly LineRow[] {
  return files
    .flatMap(({ path, lines }) => [...lines.values()].map(time => lineRow(path, time, sources)))
    .filter(row => row.time.total > 0)
    .sort((a, b) => b.time.total - a.time.total || b.time.self - a.time.self)
    .slice(0, most);
}

/** A file's lines in their order: those with times, and what the report carries of the others. */
export function listFileLines(
  { path, lines }: FileTimes,
  sources: SourceLines,
): readonly (LineRow | GapRow)[] {
  const numbers = new Set([...lines.keys(), ...sources.linesOf(path)]);
  const rows: (LineRow | GapRow)[] = [];
  let before = 0;
  for (const line of [...numbers].sort((a, b) => a - b)) {
    if (line > before + 1) rows.push({ kind: 'gap', line: before + 1 });
    const text = sources.textOf(path, line);
    rows.push({ kind: 'line', file: path, line, text, time: lines.get(line) });
    before = line;
  }
  return rows;
}

function lineRow(
  file: string,
  time: LineTime,
  sources: SourceLines,
): LineRow & { readonly time: LineTime } {
  return { kind: 'line', file, line: time.line, text: sources.textOf(file, time.line), time };
}

/** File → whose it is; files of hidden frames alone are not in it. */
function findOwners(
  session: SessionData,
  isHidden: (frame: Frame) => boolean,
): ReadonlyMap<string, 'application' | 'other'> {
  const owners = new Map<string, 'application' | 'other'>();
  for (const frame of readFrames(session)) {
    if (frame.file === null || isHidden(frame)) continue;
    if (frame.kind === 'application') owners.set(frame.file, 'application');
    else if (!owners.has(frame.file)) owners.set(frame.file, 'other');
  }
  return owners;
}

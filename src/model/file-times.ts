// Puts the sums of lines, functions and awaits together, file by file.

import type { Micros } from './frame.ts';
import { readFrame } from './frame-table.ts';
import type { LaneData, SessionData } from './session.ts';
import type { FunctionSums, LineSums, TimeSums } from './time-sums.ts';

/** What one line cost. Σ over a function's lines of `self + calls` is that function's total, exactly. */
export interface LineTime {
  /** From 1. */
  readonly line: number;
  /** Time at the leaf: this line itself was running. */
  readonly self: Micros;
  /** Time of calls (and waits) made from this line: its function was innermost here and something it called ran. */
  readonly calls: Micros;
  /** Time of all samples whose stack passes through this line, each sample once however often the line recurs. */
  readonly total: Micros;
  /** The part of `total` that was spent waiting. */
  readonly waiting: Micros;
  /** Number of samples behind `total`, a fraction rounded to the nearest. */
  readonly samples: number;
  /** Awaits that began here, `null` where there were none. */
  readonly awaits: { readonly count: number; readonly total: Micros; readonly max: Micros } | null;
}

/** What one function cost, for the line on which it is defined. */
export interface FunctionTime {
  readonly name: string;
  readonly className: string | null;
  /** Where the function is defined, from 1. */
  readonly line: number;
  readonly column: number;
  readonly self: Micros;
  /** Each sample once, however deep the recursion. */
  readonly total: Micros;
  readonly waiting: Micros;
  readonly samples: number;
  /** The part of `total` that could be put on none of the function's lines. */
  readonly undecided: Micros;
}

/** One source file's costs. */
export interface FileTimes {
  /** Absolute path. */
  readonly path: string;
  /** By line number. */
  readonly lines: ReadonlyMap<number, LineTime>;
  /** In order of line. */
  readonly functions: readonly FunctionTime[];
}

/** The files in which there was something (time on a line or in a function, or an await), in order of their paths. */
export function collectFileTimes(
  session: SessionData,
  lanes: readonly LaneData[],
  { lines, functions }: TimeSums,
): ReadonlyMap<string, FileTimes> {
  const files = new FileShelf(session);
  const awaits = collectAwaits(lanes, lines);
  const rows = lines.line.map((_, row) => row);
  rows.sort((a, b) => (lines.line[a] ?? 0) - (lines.line[b] ?? 0));
  for (const row of rows) {
    const time = buildLineTime(lines, row, awaits.get(row) ?? null);
    if (isSomething(time)) files.open(lines.file[row] ?? -1).lines.set(time.line, time);
  }
  for (let frame = 0; frame < functions.total.length; frame++) {
    const file = session.frames.file[frame] ?? -1;
    const time = buildFunctionTime(session, functions, frame);
    if (time !== undefined) files.open(file).functions.push(time);
  }
  return files.finish();
}

interface OpenFile extends FileTimes {
  readonly lines: Map<number, LineTime>;
  readonly functions: FunctionTime[];
}

/** Files by path. */
class FileShelf {
  readonly #strings: readonly string[];
  readonly #files = new Map<string, OpenFile>();

  constructor(session: SessionData) {
    this.#strings = session.strings;
  }

  open(file: number): OpenFile {
    const path = this.#strings[file];
    if (path === undefined) throw new RangeError(`No string ${file}`);
    const known = this.#files.get(path);
    if (known !== undefined) return known;
    const opened: OpenFile = { path, lines: new Map(), functions: [] };
    this.#files.set(path, opened);
    return opened;
  }

  finish(): ReadonlyMap<string, FileTimes> {
    for (const { functions } of this.#files.values()) {
      functions.sort((a, b) => a.line - b.line || a.column - b.column);
    }
    const byPath = [...this.#files].sort(([a], [b]) => (a < b ? -1 : 1));
    return new Map(byPath);
  }
}

type AwaitTime = NonNullable<LineTime['awaits']>;

/** Row of the lines → facts about the awaits there. Lines that have no time yet get a row. */
function collectAwaits(lanes: readonly LaneData[], lines: LineSums): Map<number, AwaitTime> {
  const found = new Map<number, AwaitTime>();
  for (const { awaits } of lanes) {
    for (let i = 0; i < awaits.line.length; i++) {
      const line = awaits.line[i] ?? 0;
      if (line <= 0) continue;
      const row = lines.row(awaits.file[i] ?? -1, line);
      const before = found.get(row);
      found.set(row, {
        count: (before?.count ?? 0) + (awaits.count[i] ?? 0),
        total: (before?.total ?? 0) + (awaits.totalUs[i] ?? 0),
        max: Math.max(before?.max ?? 0, awaits.maxUs[i] ?? 0),
      });
    }
  }
  return found;
}

function buildLineTime(lines: LineSums, row: number, awaits: AwaitTime | null): LineTime {
  const at = (column: readonly Micros[]) => column[row] ?? 0;
  return {
    line: at(lines.line),
    self: at(lines.self),
    calls: at(lines.calls),
    total: at(lines.total),
    waiting: at(lines.waiting),
    samples: Math.round(at(lines.samples)),
    awaits,
  };
}

/** Rows of stacks that did not occur leave lines at which there was nothing. */
function isSomething({ total, samples, awaits }: LineTime): boolean {
  return total > 0 || samples > 0 || awaits !== null;
}

/** The function's times; `undefined` where there is no function, or it never ran. */
function buildFunctionTime(
  session: SessionData,
  sums: FunctionSums,
  index: number,
): FunctionTime | undefined {
  const frame = readFrame(session, index);
  const samples = sums.samples[index] ?? 0;
  if (
    (samples === 0 && sums.total[index] === 0) ||
    frame.file === null ||
    frame.kind === 'synthetic'
  )
    return undefined;
  return {
    name: frame.name,
    className: frame.className,
    line: frame.line ?? 1,
    column: frame.column ?? 1,
    self: sums.self[index] ?? 0,
    total: sums.total[index] ?? 0,
    waiting: sums.waiting[index] ?? 0,
    samples,
    undecided: sums.undecided[index] ?? 0,
  };
}

// Line times: what each line of each file cost.
//
//   main :12 > parse :7 3ms     main's line 12: calls 3ms, total 3ms     parse's line 7: self 3ms, total 3ms

import type { Micros } from './frame.ts';
import { collectFileTimes } from './file-times.ts';
import { pickLanes } from './lane.ts';
import type { SessionData } from './session.ts';
import { addLaneTimes, FunctionSums, LineSums } from './time-walk.ts';

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

export type BuildLineTimes = (
  session: SessionData,
  options?: { readonly lane?: number },
) => ReadonlyMap<string, FileTimes>;

/**
 * Builds the line times of all lanes together, or of one, by file path: of application files and of all others, as
 * far as their functions took time. Rows of a stack are scaled to the stack's time in its samples; where a call's
 * time is shared by several lines, the calls on one path are taken as independent of each other. Throws a
 * `RangeError` when there is no such lane.
 */
export const buildLineTimes: BuildLineTimes = (session, options = {}) => {
  const lanes = pickLanes(session, options.lane);
  const sums = {
    lines: new LineSums(),
    functions: new FunctionSums(session.frames.name.length),
  };
  for (const lane of lanes) addLaneTimes(session, lane, sums);
  return collectFileTimes(session, lanes, sums);
};

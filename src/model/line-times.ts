// Line times: what each line of each file cost.
//
//   main :12 > parse :7 3ms     main's line 12: calls 3ms, total 3ms     parse's line 7: self 3ms, total 3ms

import { collectFileTimes } from './file-times.ts';
import type { FileTimes } from './file-times.ts';
export type { FileTimes, FunctionTime, LineTime } from './file-times.ts';
import { pickLanes } from './lane.ts';
import type { SessionData } from './session.ts';
import { FunctionSums, LineSums } from './time-sums.ts';
import { addLaneTimes } from './time-walk.ts';

/** `lane`: index into `session.lanes`; without it all lanes count. */
export type BuildLineTimes = (
  session: SessionData,
  options?: { readonly lane?: number },
) => ReadonlyMap<string, FileTimes>;

/**
 * Builds the line times, in microseconds, of all lanes together, or of one, by file path: of application files and of all others, as
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

// Decides on which lines of its caller a call's time was spent.
//
// The profile says how much time every path took, but not from which line a caller made the call. The interrupted
// stacks say the line, but are ten times fewer. So each stack is laid along the paths of the profile, and every call
// on it votes for the line on which its caller stood:
//
//   profile          interrupted stacks             call lines of work (12 ms)
//   main             main:4 > work:9   3 times      main:4   9 ms
//   └ work  12 ms    main:7 > work:9   once         main:7   3 ms
//
// A path without votes takes those of the same two functions elsewhere; without any, its line stays undecided.

import type { LaneData, LineShares, SessionData } from '../model/session.ts';
import { LineRows } from './line-rows.ts';
import type { CallSites } from './messages.ts';
import { PathMatcher } from './path-matcher.ts';
import { castVotes } from './votes.ts';
import type { Votes } from './votes.ts';

/** Call lines for every stack of the lane; Σ of a stack's rows = its total time. */
export function attributeCallLines(
  session: SessionData,
  lane: LaneData,
  sites: CallSites,
): LineShares {
  const byPath = new PathMatcher(session).vote(sites);
  const byPair = new Map<string, Votes>();
  for (const [stack, votes] of byPath) castVotes(byPair, pairKey(session, stack), votes);
  const rows = new LineRows();
  const totals = totalTimes(session, lane);
  for (const [stack, total] of totals.entries()) {
    if (total <= 0 || (session.stacks.parent[stack] ?? -1) < 0) continue;
    const votes = byPath.get(stack) ?? byPair.get(pairKey(session, stack));
    if (votes === undefined) rows.add(stack, UNDECIDED, total);
    else for (const place of votes.shares()) rows.add(stack, place, total * place.share);
  }
  return rows.table();
}

const UNDECIDED = { line: 0, column: 0 };

function pairKey({ stacks }: SessionData, stack: number): string {
  const parent = stacks.parent[stack] ?? -1;
  return `${stacks.frame[parent] ?? -1} ${stacks.frame[stack] ?? -1}`;
}

/** Time of each stack and all above it: a parent stands before its children, so one pass from the end is enough. */
function totalTimes(session: SessionData, lane: LaneData): Float64Array {
  const totals = new Float64Array(session.stacks.parent.length);
  lane.samples.stack.forEach((stack, i) => {
    totals[stack] = (totals[stack] ?? 0) + (lane.samples.durationUs[i] ?? 0);
  });
  for (let stack = totals.length - 1; stack >= 0; stack--) {
    const parent = session.stacks.parent[stack] ?? -1;
    if (parent >= 0) totals[parent] = (totals[parent] ?? 0) + (totals[stack] ?? 0);
  }
  return totals;
}

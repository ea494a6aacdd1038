// Line tables of a lane whose samples were put right by `async-stitcher.ts`: what was moved takes its lines along, and
// the lines on which the program awaits become the lines from which the rest was called.

import type { Micros } from '../../model/frame.ts';
import type { LaneData, LineShares, SessionTables } from '../../model/session.ts';
import type { Move, SampledLane, StitchedLane } from './stitched-lane.ts';
import { LineRows } from '../call-lines/line-rows.ts';
import type { SitePath } from './site-stacks.ts';

type LineTables = Pick<LaneData, 'leafLines' | 'callLines' | 'waitLines'>;

/** The tables of a lane as they are meant; `lane` and `lines` as they were before. */
export function stitchLines(
  { session }: SampledLane,
  lines: LineTables,
  stitched: StitchedLane,
): LineTables {
  const times = stackTimes(session, stitched.sampledUs);
  const moved = new MovedTime();
  const calls = new LineRows();
  const waiting = new LineRows();
  for (const move of stitched.moves) {
    moved.add(session, move);
    addPath(calls, pathTo(move, stitched.siteStacks.path(move.site)), move.us);
  }
  for (const { site, below, us } of stitched.waits) {
    const path = stitched.siteStacks.path(site, below);
    const stacks = [...path.stacks, stitched.siteStacks.awaitStack(site, below)];
    for (const rows of [calls, waiting]) addPath(rows, { ...path, stacks }, us);
  }
  const leaves = new LineRows();
  moveRows(lines.leafLines, { times: times.self, moved: moved.self, gone: moved.selfGone }, leaves);
  moveRows(
    lines.callLines,
    { times: times.total, moved: moved.calls, gone: moved.totalGone },
    calls,
  );
  calls.addInParts(unplacedTimes(stitched.moves));
  return { leafLines: leaves.table(), callLines: calls.table(), waitLines: waiting.table() };
}

/** The path to what went on: what `.then` has called back was called from the place of that `.then`. */
function pathTo({ continued }: Move, path: SitePath): SitePath {
  const callers = path.stacks.slice(0, continued.callers);
  const called = continued.isUnplaced === true ? [] : continued.stacks.slice(-1);
  return { ...path, stacks: [...callers, ...called] };
}

/** Stack → its time of which it is not known on which line it was called: that on which it was called otherwise. */
function unplacedTimes(moves: readonly Move[]): ReadonlyMap<number, Micros> {
  const times = new Map<number, Micros>();
  for (const { to, us, continued } of moves)
    if (continued.isUnplaced === true) addUp(times, to, us);
  return times;
}

/** Every edge of a path was called from the place that its caller's async frame tells. */
function addPath(calls: LineRows, { stacks, places }: SitePath, us: Micros): void {
  for (let i = 1; i < stacks.length; i++) {
    const [stack, place] = [stacks[i], places[i - 1]];
    if (stack !== undefined && place !== undefined) calls.add(stack, place, us);
  }
}

type Targets = Map<number, Map<number, Micros>>;

/** How much of each stack's time went where. */
class MovedTime {
  readonly self: Targets = new Map();
  readonly selfGone = new Map<number, Micros>();
  /** Without the outermost: it is called from where its async caller awaits it, or has called `.then`. */
  readonly calls: Targets = new Map();
  readonly totalGone = new Map<number, Micros>();

  add({ stacks }: SessionTables, move: Move): void {
    addTo(this.self, move.from, { to: move.to, us: move.us });
    addUp(this.selfGone, move.from, move.us);
    let { from } = move;
    for (const to of move.continued.stacks.slice(0, -1)) {
      addTo(this.calls, from, { to, us: move.us });
      from = stacks.parent[from] ?? -1;
    }
    for (let at = move.from; at >= 0; at = stacks.parent[at] ?? -1)
      addUp(this.totalGone, at, move.us);
  }
}

function addTo(
  targets: Targets,
  from: number,
  { to, us }: { readonly to: number; readonly us: Micros },
): void {
  let of = targets.get(from);
  if (of === undefined) targets.set(from, (of = new Map<number, Micros>()));
  addUp(of, to, us);
}

function addUp(sums: Map<number, Micros>, key: number, us: Micros): void {
  sums.set(key, (sums.get(key) ?? 0) + us);
}

interface RowMoves {
  readonly times: Float64Array;
  readonly moved: Targets;
  readonly gone: ReadonlyMap<number, Micros>;
}

function moveRows(rows: LineShares, { times, moved, gone }: RowMoves, into: LineRows): void {
  rows.stack.forEach((stack, i) => {
    const place = { line: rows.line[i] ?? 0, column: rows.column[i] ?? 0 };
    const us = rows.us[i] ?? 0;
    const time = times[stack] ?? 0;
    const stays = time > 0 ? Math.max(0, 1 - (gone.get(stack) ?? 0) / time) : 1;
    if (stays > 1e-9) into.add(stack, place, us * stays);
    for (const [to, part] of moved.get(stack) ?? []) into.add(to, place, (us * part) / time);
  });
}

function stackTimes(
  { stacks }: SessionTables,
  self: Float64Array,
): { readonly self: Float64Array; readonly total: Float64Array } {
  const total = self.slice();
  for (let stack = total.length - 1; stack >= 0; stack--) {
    const parent = stacks.parent[stack] ?? -1;
    if (parent >= 0) total[parent] = (total[parent] ?? 0) + (total[stack] ?? 0);
  }
  return { self, total };
}

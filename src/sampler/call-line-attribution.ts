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
import type { CallSites } from './messages.ts';

/** How often a call was seen at each place of its caller; a place is a line and a column, from 1. */
class Votes {
  readonly counts = new Map<number, number>();
  total = 0;

  add(place: number, count: number): void {
    this.counts.set(place, (this.counts.get(place) ?? 0) + count);
    this.total += count;
  }
}

/** Lines and columns in one number: columns of generated code can be long, lines are fewer. */
const COLUMNS = 2 ** 24;

/** Call lines for every stack of the lane; Σ of a stack's rows = its total time. */
export function attributeCallLines(
  session: SessionData,
  lane: LaneData,
  sites: CallSites,
): LineShares {
  const matcher = new PathMatcher(session);
  const byPath = new Map<number, Votes>();
  const byPair = new Map<string, Votes>();
  matcher.vote(sites, byPath);
  for (const [stack, votes] of byPath) mergeVotes(byPair, pairKey(session, stack), votes);
  const rows = { stack: [], line: [], column: [], us: [] } as Rows;
  const totals = totalTimes(session, lane);
  for (const [stack, total] of totals.entries()) {
    const isCall = total > 0 && (session.stacks.parent[stack] ?? -1) >= 0;
    if (isCall)
      addRows(rows, { stack, total }, byPath.get(stack) ?? byPair.get(pairKey(session, stack)));
  }
  return rows;
}

interface Rows extends LineShares {
  readonly stack: number[];
  readonly line: number[];
  readonly column: number[];
  readonly us: number[];
}

function addRows(
  rows: Rows,
  call: { readonly stack: number; readonly total: number },
  votes: Votes | undefined,
): void {
  const places = votes === undefined ? [[0, 1] as const] : [...votes.counts];
  const all = votes?.total ?? 1;
  for (const [place, count] of places) {
    rows.stack.push(call.stack);
    rows.line.push(Math.floor(place / COLUMNS));
    rows.column.push(place % COLUMNS);
    rows.us.push((call.total * count) / all);
  }
}

function mergeVotes(into: Map<string, Votes>, key: string, votes: Votes): void {
  let merged = into.get(key);
  if (merged === undefined) into.set(key, (merged = new Votes()));
  for (const [place, count] of votes.counts) merged.add(place, count);
}

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

/** Lays interrupted stacks along the stacks of a session. */
class PathMatcher {
  private readonly children = new Map<number, number[]>();

  constructor(private readonly session: SessionData) {
    session.stacks.parent.forEach((parent, stack) => {
      const siblings = this.children.get(parent);
      if (siblings === undefined) this.children.set(parent, [stack]);
      else siblings.push(stack);
    });
  }

  /** Every call of every stack votes for its line; `votes` is keyed by the callee's stack. */
  vote(sites: CallSites, votes: Map<number, Votes>): void {
    const seen = subtreeCounts(sites);
    const matched = new Int32Array(sites.parent.length).fill(-1);
    for (let row = 0; row < matched.length; row++) {
      const caller = sites.parent[row] ?? -1;
      if (caller >= 0 && matched[caller] === -1) continue;
      const stack = this.find(caller < 0 ? -1 : (matched[caller] ?? -1), sites, row);
      if (stack === undefined) continue;
      matched[row] = stack;
      if (caller >= 0)
        castVote(votes, this.called(stack, matched[caller] ?? -1), {
          place: placeOf(sites, caller),
          count: seen[row] ?? 0,
        });
    }
  }

  /** The stack above `parent` whose function holds the place of this row; the innermost such function. */
  private find(parent: number, sites: CallSites, row: number): number | undefined {
    const name = plainName(sites.functionName[row] ?? '');
    let best: number | undefined;
    let bestRank = -1;
    for (const stack of this.callees(parent)) {
      const rank = this.rank(stack, name, {
        url: sites.url[row] ?? '',
        place: placeOf(sites, row),
      });
      if (rank > bestRank) [best, bestRank] = [stack, rank];
    }
    return best;
  }

  /** The stacks called from `parent`, directly or through built-in functions, which interrupted stacks leave out. */
  private callees(parent: number): readonly number[] {
    const { frames, stacks } = this.session;
    const found: number[] = [];
    const open = [...(this.children.get(parent) ?? [])];
    for (let stack = open.pop(); stack !== undefined; stack = open.pop()) {
      if (frames.file[stacks.frame[stack] ?? -1] === -1)
        open.push(...(this.children.get(stack) ?? []));
      else found.push(stack);
    }
    return found;
  }

  /** The stack itself, or the built-in function between it and its caller: what the caller's line called. */
  private called(stack: number, caller: number): number {
    let called = stack;
    for (;;) {
      const parent = this.session.stacks.parent[called] ?? -1;
      if (parent === caller || parent < 0) return called;
      called = parent;
    }
  }

  /** How well a stack's function fits; -1: not at all. The same name counts most, then the latest start. */
  private rank(stack: number, name: string, at: { url: string; place: number }): number {
    const { frames, stacks, strings } = this.session;
    const frame = stacks.frame[stack] ?? -1;
    if ((strings[frames.file[frame] ?? -1] ?? '') !== at.url) return -1;
    const start =
      Math.max(0, frames.line[frame] ?? 0) * COLUMNS + Math.max(0, frames.column[frame] ?? 0);
    if (start > at.place) return -1;
    const own = plainName(strings[frames.name[frame] ?? -1] ?? '');
    if (own === name) return start + 2 ** 53 / 2;
    return own === '' || name === '' || own.endsWith(`.${name}`) || name.endsWith(`.${own}`)
      ? start
      : -1;
  }
}

/** V8's names for functions without one differ between samples and stacks. */
function plainName(name: string): string {
  return name === '<module>' || name === '<anonymous>' || name === '(anonymous)' ? '' : name;
}

function placeOf(sites: CallSites, row: number): number {
  return ((sites.line[row] ?? 0) + 1) * COLUMNS + (sites.column[row] ?? 0) + 1;
}

function castVote(
  votes: Map<number, Votes>,
  stack: number,
  vote: { readonly place: number; readonly count: number },
): void {
  let of = votes.get(stack);
  if (of === undefined) votes.set(stack, (of = new Votes()));
  of.add(vote.place, vote.count);
}

/** How many stacks pass through each row. */
function subtreeCounts(sites: CallSites): number[] {
  const counts = [...sites.count];
  for (let row = counts.length - 1; row >= 0; row--) {
    const parent = sites.parent[row] ?? -1;
    if (parent >= 0) counts[parent] = (counts[parent] ?? 0) + (counts[row] ?? 0);
  }
  return counts;
}

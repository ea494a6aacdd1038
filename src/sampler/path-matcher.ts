// Lays interrupted stacks along the stacks of a session.

import type { SessionData } from '../model/session.ts';
import type { CallSites } from './messages.ts';
import { castVote, placeAt } from './votes.ts';
import type { Votes } from './votes.ts';

/** Finds for every interrupted stack the stacks of the session that it stands for. */
export class PathMatcher {
  private readonly children = new Map<number, number[]>();

  constructor(private readonly session: SessionData) {
    session.stacks.parent.forEach((parent, stack) => {
      const siblings = this.children.get(parent);
      if (siblings === undefined) this.children.set(parent, [stack]);
      else siblings.push(stack);
    });
  }

  /**
   * Every call of every stack votes for the place in which its caller stood; the key is the callee's stack. Leaves do
   * not vote: a thread is interrupted where it is safe, such as at the entry of the next function, not where it was.
   */
  vote(sites: CallSites): ReadonlyMap<number, Votes> {
    const calls = new Map<number, Votes>();
    const seen = subtreeCounts(sites);
    const matched = new Int32Array(sites.parent.length).fill(-1);
    for (let row = 0; row < matched.length; row++) {
      const caller = sites.parent[row] ?? -1;
      if (caller >= 0 && matched[caller] === -1) continue;
      const stack = this.find(caller < 0 ? -1 : (matched[caller] ?? -1), sites, row);
      if (stack === undefined) continue;
      matched[row] = stack;
      if (caller >= 0)
        castVote(calls, this.called(stack, matched[caller] ?? -1), {
          place: placeOf(sites, caller),
          count: seen[row] ?? 0,
        });
    }
    return calls;
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
    const start = placeAt(
      Math.max(0, frames.line[frame] ?? 0),
      Math.max(0, frames.column[frame] ?? 0),
    );
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
  return placeAt((sites.line[row] ?? 0) + 1, (sites.column[row] ?? 0) + 1);
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

// Lays the call sites of interrupted stacks along the stacks of the samples, from the root as far as they go.
//
// Interrupted stacks have no built-in functions, nor code without a name. Where a function was called both by itself and
// by these, a call site may be of either: it is of the one that was sampled at the moments at which the site was seen.
//
//   interrupted      main:3 > work            main:4 > work
//   samples          main > work              main > apply > work

import { siteAt } from './call-sites.ts';
import type { CallSites } from '../messages.ts';
import { SampleTimes } from './sample-times.ts';
import type { SampledChunk } from './sample-times.ts';

/** What the rows of call sites stand for. */
export interface SiteMatches {
  /** Row → the stack that it is the leaf of, or -1. */
  readonly own: readonly number[];
  /** Row → the stack that its caller called, or -1. */
  readonly called: readonly number[];
  /** Row → key of the two functions, caller and callee. */
  readonly pair: readonly (string | undefined)[];
}

/** Finds what the rows stand for. */
export function matchSites(chunk: SampledChunk, sites: CallSites): SiteMatches {
  const { stacks } = chunk;
  const sampled = new SampledSites(chunk, sites);
  const matched: number[] = [];
  const frames: (number | undefined)[] = [];
  const called: number[] = [];
  const pair: (string | undefined)[] = [];
  sites.parent.forEach((caller, row) => {
    const place = siteAt(sites, row);
    const below = caller < 0 ? -1 : (matched[caller] ?? -1);
    const fitting = caller >= 0 && below < 0 ? [] : stacks.findCallees(below, place);
    const stack = fitting.length > 1 ? sampled.choose(row, fitting) : fitting[0];
    matched.push(stack ?? -1);
    frames.push(stack === undefined ? stacks.findFrame(place) : stacks.frame(stack));
    const isPath = caller >= 0 && stack !== undefined;
    called.push(isPath ? stacks.called(stack, below) : -1);
    const callee = isPath ? stacks.frame(called[row] ?? -1) : frames[row];
    const from = frames[caller];
    pair.push(callee === undefined || from === undefined ? undefined : `${from} ${callee}`);
  });
  return { own: matched, called, pair };
}

/** Knows what was sampled when a call site was seen. */
class SampledSites {
  private readonly times: SampleTimes;
  /** Row → what was sampled at each moment at which it was on the stack; made when it is needed. */
  private byRow: ReadonlyMap<number, readonly number[]> | undefined;

  constructor(
    private readonly chunk: SampledChunk,
    private readonly sites: CallSites,
  ) {
    this.times = new SampleTimes(chunk);
  }

  /** The one of these stacks that was sampled most often when the row was seen. */
  choose(row: number, stacks: readonly number[]): number | undefined {
    this.byRow ??= this.findSampled();
    const counts = new Map(stacks.map(stack => [stack, 0]));
    for (const sampled of this.byRow.get(row) ?? [])
      for (let at = sampled; at >= 0; at = this.chunk.stacks.parent(at)) {
        const count = counts.get(at);
        if (count !== undefined) counts.set(at, count + 1);
      }
    let best = stacks[0];
    for (const stack of stacks)
      if ((counts.get(stack) ?? 0) > (counts.get(best ?? -1) ?? 0)) best = stack;
    return best;
  }

  private findSampled(): ReadonlyMap<number, readonly number[]> {
    const found = new Map<number, number[]>();
    this.sites.hitRow.forEach((hit, i) => {
      const sampled = this.times.stackAt(this.sites.hitUs[i] ?? 0);
      for (let row = hit; row >= 0; row = this.sites.parent[row] ?? -1) {
        const stacks = found.get(row);
        if (stacks === undefined) found.set(row, [sampled]);
        else stacks.push(sampled);
      }
    });
    return found;
  }
}

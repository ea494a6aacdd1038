// Which calls were seen after the same wait, by how long after it.

import { firstIndex } from '../../model/first-index.ts';
import type { Micros } from '../../model/frame.ts';

/** A call that was seen so long after a wait. */
export interface BurstCall {
  readonly offsetUs: Micros;
  /** It was so from here on, until `offsetUs`. */
  readonly sinceUs: Micros;
  readonly place: number;
}

/** The calls of one stack's leaf that were seen after waits at one site. */
export class BurstCalls {
  private readonly calls: BurstCall[] = [];
  private isSorted = true;

  /** In any order. */
  add(call: BurstCall): void {
    this.calls.push(call);
    this.isSorted = false;
  }

  /** The place of the call that was seen nearest to so long after a wait; `undefined`: there is none. */
  nearest(offsetUs: Micros): number | undefined {
    this.sort();
    const { calls } = this;
    const after = firstIndex(calls.length, i => (calls[i]?.offsetUs ?? Infinity) >= offsetUs);
    const [before, next] = [calls[after - 1], calls[after]];
    if (before === undefined || next === undefined) return (before ?? next)?.place;
    return offsetUs - before.offsetUs < next.sinceUs - offsetUs ? before.place : next.place;
  }

  private sort(): void {
    if (!this.isSorted) this.calls.sort((a, b) => a.offsetUs - b.offsetUs);
    this.isSorted = true;
  }
}

// Where the callers of a function that waits are by now: it was called from one line, and is awaited on another.
//
//   13  const a = load();          load waits; it was called from line 13,
//   14  prepare();
//   15  await a;                   and since main is here, its callers are those of line 15

import { isSameFunction, isSamePlace } from '../await-frames.ts';
import type { AwaitFrame } from '../await-batch.ts';
import type { CalledSite } from './site-callers.ts';

/** Sites with callers on the lines on which they await it. */
export class HeldSites {
  private readonly known = new Map<string, number>();

  /** `sites` gains those that are new. */
  constructor(private readonly sites: CalledSite[]) {}

  /** The number of the site `index` while those at `holders` wait for it: the first for itself, the next for that one. */
  find(index: number, holders: readonly number[]): number {
    const key = `${index} ${holders.join(' ')}`;
    let held = this.known.get(key);
    if (held === undefined) this.known.set(key, (held = this.add(index, holders)));
    return held;
  }

  private add(index: number, holders: readonly number[]): number {
    const site = this.sites[index];
    if (site === undefined) return index;
    const frames = [...site.frames];
    let from = 1;
    let isMoved = false;
    let then: AwaitFrame | undefined;
    for (const holder of holders) {
      const { callsBack, frames: [at] = [] } = this.sites[holder] ?? {};
      if (at === undefined) continue;
      // Who called `.then` has gone on, and waits nowhere for it; or where the await begins that this is a part of.
      if (callsBack === true) then = at;
      if (callsBack === true || isSamePlace(at, then)) continue;
      const caller = frames.findIndex((frame, i) => i >= from && isSameFunction(frame, at));
      const frame = frames[caller];
      if (frame === undefined) break;
      isMoved ||= frame.line !== at.line;
      if (frame.line !== at.line) frames[caller] = { ...frame, line: at.line, column: at.column };
      from = caller + 1;
    }
    return isMoved ? this.sites.push({ ...site, frames }) - 1 : index;
  }
}

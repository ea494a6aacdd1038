// Lays interrupted stacks that are cut at their outer end along the samples. Others begin at the root; these have none,
// so they begin at the leaf, beside the sample of the same moment:
//
//   interrupted        spin:3 < descend:13 < descend:6 < descend:6 < …       (the innermost 200 frames)
//   sample             now < spin < descend < descend < descend < …          (the innermost 254)

import type { Micros } from '../../model/frame.ts';
import { siteAt } from './call-sites.ts';
import type { CallSites } from '../messages.ts';
import { SampleTimes } from './sample-times.ts';
import type { SampledChunk } from './sample-times.ts';

/** So many of the innermost frames may differ: the two are not of exactly the same moment. */
const MAX_SKIPPED = 3;
/** So many frames in a row must agree. */
const MIN_ALIKE = 30;

/** The cut stacks among a chunk's interrupted ones. */
export class CutStacks {
  private readonly times: SampleTimes;

  constructor(
    private readonly chunk: SampledChunk,
    private readonly sites: CallSites,
  ) {
    this.times = new SampleTimes(chunk);
  }

  /** Row → the stack that its caller called; empty where the sample of that moment is another stack. */
  lay(hit: number, us: Micros): ReadonlyMap<number, number> {
    const rows = this.rowsFrom(hit);
    const stacks = this.stacksAt(us);
    const called = new Map<number, number>();
    const offset = this.findOffset(rows, stacks);
    if (offset === undefined) return called;
    for (let k = 1; this.fits(stacks[offset.stack + k], rows[offset.row + k]); k++) {
      const callee = stacks[offset.stack + k - 1] ?? -1;
      const caller = stacks[offset.stack + k] ?? -1;
      called.set(rows[offset.row + k - 1] ?? -1, this.chunk.stacks.called(callee, caller));
    }
    return called;
  }

  private findOffset(
    rows: readonly number[],
    stacks: readonly number[],
  ): { readonly row: number; readonly stack: number } | undefined {
    for (let skipped = 0; skipped <= 2 * MAX_SKIPPED; skipped++)
      for (
        let row = Math.max(0, skipped - MAX_SKIPPED);
        row <= Math.min(skipped, MAX_SKIPPED);
        row++
      ) {
        const stack = skipped - row;
        let alike = 0;
        while (alike < MIN_ALIKE && this.fits(stacks[stack + alike], rows[row + alike])) alike++;
        if (alike === MIN_ALIKE) return { row, stack };
      }
    return undefined;
  }

  private fits(stack: number | undefined, row: number | undefined): boolean {
    if (stack === undefined || row === undefined) return false;
    return this.chunk.stacks.isIn(stack, siteAt(this.sites, row));
  }

  /** Innermost first. */
  private rowsFrom(hit: number): readonly number[] {
    const rows: number[] = [];
    for (let row = hit; row >= 0; row = this.sites.parent[row] ?? -1) rows.push(row);
    return rows;
  }

  /** The stack that was sampled then and its callers, innermost first; without built-in functions. */
  private stacksAt(us: Micros): readonly number[] {
    const { stacks } = this.chunk;
    const found: number[] = [];
    for (let at = this.times.stackAt(us); at >= 0; at = stacks.parent(at))
      if (!stacks.isBuiltIn(at)) found.push(at);
    return found;
  }
}

// After which awaits a stack may have run, where that was not noted: those of the function that the task queue resumed.

import type { SessionTables } from '../../model/session.ts';
import type { AwaitSite } from '../await-batch.ts';
import { hasText, taskOn } from './tasks.ts';

/** So many functions of a helper may be on the stack, as in `target/waits/compiled-awaits.ts`. */
const MAX_HELPERS = 2;

/** Finds them, once for each stack. */
export class ResumedSites {
  private readonly known = new Map<number, readonly number[]>();
  /** Frame → the sites at which that function awaits. */
  private readonly awaiting = new Map<number, number[]>();
  /** So many of the sites are among those. */
  private indexed = 0;

  /** `sites` may grow; `frameOf` gives the frame of the function that waits at one. */
  constructor(
    private readonly session: SessionTables,
    private readonly sites: readonly AwaitSite[],
    private readonly frameOf: (site: number) => number,
  ) {}

  /** Empty for a stack that does not run after an await. */
  sitesOf(stack: number): readonly number[] {
    let sites = this.known.get(stack);
    if (sites === undefined) this.known.set(stack, (sites = this.find(stack)));
    return sites;
  }

  private find(stack: number): readonly number[] {
    const task = taskOn(this.session, stack);
    const resumed = task.at(-1);
    if (resumed === undefined || !hasText(this.session, resumed)) return [];
    const sites = this.sitesIn(resumed);
    return sites.length > 0 ? sites : this.compiledSites(task.slice(-1 - MAX_HELPERS, -1));
  }

  /** Where a function waits that a helper has run on: the outermost of these that waits so. */
  private compiledSites(task: readonly number[]): readonly number[] {
    const isCompiled = (site: number): boolean => this.sites[site]?.isCompiled === true;
    for (const frame of task.toReversed()) {
      const sites = this.sitesIn(frame).filter(isCompiled);
      if (sites.length > 0) return sites;
    }
    return [];
  }

  private sitesIn(frame: number): readonly number[] {
    for (; this.indexed < this.sites.length; this.indexed++) {
      const awaiting = this.frameOf(this.indexed);
      const known = this.awaiting.get(awaiting);
      if (known === undefined) this.awaiting.set(awaiting, [this.indexed]);
      else known.push(this.indexed);
    }
    return this.awaiting.get(frame) ?? [];
  }
}

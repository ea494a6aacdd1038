// Which of the pending waits wait for which: by the promise that is awaited, or by what settles it.
//
//   await Promise.all([sleep(2), sleep(1)])       two parts, and the await of the whole behind the part that is last

import { isCalled } from '../await-batch.ts';
import type { AwaitSite } from '../await-batch.ts';
import { awaitedBy } from './wait-rows.ts';
import type { Wait } from './wait-rows.ts';

/** The waits that are pending, and those behind them. */
export class WaitChains<Site extends AwaitSite = AwaitSite> {
  /** The program's own, by id. */
  readonly pending = new Map<number, Wait>();
  private readonly behind = new Map<number, Set<Wait>>();

  /** `sites` may grow. */
  constructor(readonly sites: Site[]) {}

  /** Those who wait on the promise of the wait of this id, or are what it waits for: they are not innermost while it is. */
  behindOf(id: number): ReadonlySet<Wait> {
    return this.behind.get(id) ?? NONE;
  }

  /** The wait is behind that of this id. */
  join(id: number, wait: Wait): void {
    const waits = this.behind.get(id);
    if (waits === undefined) this.behind.set(id, new Set([wait]));
    else waits.add(wait);
  }

  /** It no longer is. */
  leave(id: number, wait: Wait): void {
    const waits = this.behind.get(id);
    if (waits?.delete(wait) === true && waits.size === 0) this.behind.delete(id);
  }

  /** The wait is over, for all behind it. */
  end(wait: Wait): void {
    this.behind.delete(wait.id);
  }

  /** Whether something that is pending stands between the wait and what is waited for. */
  isHidden(wait: Wait): boolean {
    return this.pending.has(awaitedBy(wait));
  }

  /** Promises that were put together are waited for where the whole is awaited. */
  standsFor(wait: Wait): Wait {
    let found = wait;
    for (let i = 0; i < MAX_CHAIN && this.isPart(found); i++) {
      const awaiter = this.awaiterOf(found);
      if (awaiter === undefined) return wait;
      found = awaiter;
    }
    return found;
  }

  /** What is waited for at last where this is a part; `undefined` where it is none. */
  innermostOfPart(id: number): Wait | undefined {
    let innermost = this.pending.get(id);
    if (innermost === undefined || !this.isPart(innermost)) return undefined;
    for (let i = 0; i < MAX_CHAIN; i++) {
      const next = this.pending.get(awaitedBy(innermost));
      if (next === undefined) break;
      innermost = next;
    }
    return innermost;
  }

  private awaiterOf({ id }: Wait): Wait | undefined {
    for (const wait of this.behindOf(id)) if (!isCalled(this.sites[wait.site]?.kind)) return wait;
    return undefined;
  }

  private isPart({ site }: Wait): boolean {
    return this.sites[site]?.kind === 'part';
  }
}

const NONE: ReadonlySet<Wait> = new Set();
/** Promises that were put together of promises that were put together, and so on. */
const MAX_CHAIN = 20;

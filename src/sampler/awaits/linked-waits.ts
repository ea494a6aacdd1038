// The waits that are pending, and which of them led to the end of which, as was noted when these ended.

import { causedBy, LETS_NONE_GO_ON } from '../await-batch.ts';
import type { WaitChains } from './wait-chains.ts';
import type { Wait } from './wait-rows.ts';

/** Of more who wait at one site, so many tell for all. */
export const MAX_TOLD = 64;

/** Id of a wait → those of waits that led to its end, as `AwaitBatch.links` has them. */
export type Links = ReadonlyMap<number, readonly number[]>;

/** To be told of every wait that begins, and before it is over. */
export class LinkedWaits {
  private readonly bySite = new Map<number, Set<Wait>>();
  /** Id of a wait → those whose promise is settled by what goes on after it. */
  private readonly holders = new Map<number, Set<Wait>>();

  constructor(
    private readonly chains: WaitChains,
    private readonly links: Links,
  ) {}

  enter(wait: Wait): void {
    addTo(this.bySite, wait.site, wait);
    for (const cause of this.causesOf(wait)) addTo(this.holders, cause, wait);
  }

  drop(wait: Wait): void {
    deleteFrom(this.bySite, wait.site, wait);
    for (const cause of this.causesOf(wait)) deleteFrom(this.holders, cause, wait);
  }

  /** Those who wait at this site now. */
  waitingAt(site: number): ReadonlySet<Wait> {
    return this.bySite.get(site) ?? NONE;
  }

  /** Those whose promise is settled by what goes on after the wait of this id. */
  holdersOf(id: number): ReadonlySet<Wait> {
    return this.holders.get(id) ?? NONE;
  }

  /** Whether what goes on at `other` has settled what somebody waits for at `site`. */
  isLinked(site: number, other: number): boolean {
    return this.someAt(site, wait =>
      this.causesOf(wait).some(cause => this.chains.pending.get(cause)?.site === other),
    );
  }

  /** Whether that is so of one of those who wait at this site now, as far as they are asked. */
  someAt(site: number, is: (wait: Wait) => boolean): boolean {
    let asked = 0;
    for (const wait of this.waitingAt(site)) {
      if (is(wait)) return true;
      if (++asked === MAX_TOLD) break;
    }
    return false;
  }

  private causesOf({ id, waitsFor }: Wait): readonly number[] {
    const causes = this.links.get(id) ?? [];
    return waitsFor < LETS_NONE_GO_ON ? [causedBy(waitsFor), ...causes] : causes;
  }
}

const NONE: ReadonlySet<Wait> = new Set();

/** Adds to the set of a key. */
export function addTo(sets: Map<number, Set<Wait>>, key: number, wait: Wait): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([wait]));
  else known.add(wait);
}

/** Takes out of the set of a key, which is gone with its last. */
export function deleteFrom(sets: Map<number, Set<Wait>>, key: number, wait: Wait): void {
  const known = sets.get(key);
  if (known?.delete(wait) === true && known.size === 0) sets.delete(key);
}

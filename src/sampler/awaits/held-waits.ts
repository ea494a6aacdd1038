// The waits that are pending, by the lines on which those who called them wait for them.

import { PairIndex } from '../../model/pair-index.ts';
import { causedBy, isCalled, LETS_NONE_GO_ON } from '../await-batch.ts';
import { isSameFunction, isSamePlace } from '../await-frames.ts';
import { HeldSites } from './held-sites.ts';
import type { CalledSite } from './site-callers.ts';
import type { WaitChains } from './wait-chains.ts';
import { awaitedBy } from './wait-rows.ts';
import type { Wait } from './wait-rows.ts';

/** Of more who wait at one site, so many tell for all. */
const MAX_TOLD = 64;

/** Those who wait for one another in a long queue, as for a lock, are not all callers of the first. */
const MAX_HOLDERS = 50;

/** A site's part of those who wait at another; the parts sum to 1. */
export interface HeldPart {
  readonly site: number;
  readonly share: number;
}

/** Id of a wait → those of waits that led to its end, as `AwaitBatch.links` has them. */
export type Links = ReadonlyMap<number, readonly number[]>;

/** To be told of every wait that begins, and before it is over. */
export class HeldWaits {
  private readonly held: HeldSites;
  private readonly bySite = new Map<number, Set<Wait>>();
  private readonly last = new Map<number, number>();
  /** Id of a wait → those whose promise is settled by what goes on after it. */
  private readonly holders = new Map<number, Set<Wait>>();

  /** Site of promises that are put together → those who wait for a whole. */
  private readonly wholes = new Map<number, Set<Wait>>();
  private readonly wholeOf = new Map<Wait, number>();
  /** What was asked: see `callerAt`. */
  private readonly callers: number[] = [];
  /** A site, and where one waits → which of those. */
  private readonly callerOf = new PairIndex();

  /** The sites of the chains gain those that are held. */
  constructor(
    private readonly chains: WaitChains<CalledSite>,
    private readonly links: Links,
  ) {
    this.held = new HeldSites(chains.sites);
  }

  get sites(): readonly CalledSite[] {
    return this.chains.sites;
  }

  enter(wait: Wait): void {
    addTo(this.bySite, wait.site, wait);
    for (const cause of this.causesOf(wait)) addTo(this.holders, cause, wait);
    const whole = this.chains.pending.get(awaitedBy(wait))?.site;
    if (whole === undefined || !this.isPart(whole)) return;
    addTo(this.wholes, whole, wait);
    this.wholeOf.set(wait, whole);
  }

  drop(wait: Wait): void {
    this.last.set(wait.site, this.heldSite(wait));
    deleteFrom(this.bySite, wait.site, wait);
    for (const cause of this.causesOf(wait)) deleteFrom(this.holders, cause, wait);
    const whole = this.wholeOf.get(wait);
    if (whole !== undefined) deleteFrom(this.wholes, whole, wait);
    this.wholeOf.delete(wait);
  }

  private causesOf({ id, waitsFor }: Wait): readonly number[] {
    const causes = this.links.get(id) ?? [];
    return waitsFor < LETS_NONE_GO_ON ? [causedBy(waitsFor), ...causes] : causes;
  }

  /** The site, held as that wait there was which was over last: what ran since goes on in it. */
  lastAt(site: number): number {
    return this.last.get(site) ?? site;
  }

  /** Those who wait at this site now. */
  partsOf(site: number): readonly HeldPart[] {
    const counts = new Map<number, number>();
    let told = 0;
    for (const wait of this.bySite.get(site) ?? []) {
      const held = this.heldSite(this.awaiterOfThen(wait) ?? wait);
      counts.set(held, (counts.get(held) ?? 0) + 1);
      if (++told === MAX_TOLD) break;
    }
    if (told === 0) return [{ site, share: 1 }];
    return [...counts].map(([held, count]) => ({ site: held, share: count / told }));
  }

  /** Whether what goes on at `other` has settled what somebody waits for at `site`. */
  isLinked(site: number, other: number): boolean {
    let asked = 0;
    for (const wait of this.bySite.get(site) ?? []) {
      for (const cause of this.causesOf(wait))
        if (this.chains.pending.get(cause)?.site === other) return true;
      if (++asked === MAX_TOLD) break;
    }
    return false;
  }

  /**
   * The await of the promise that a `.then` has made, where that stands elsewhere, in the same function or in one that it has
   * called: the program waits there.
   */
  private awaiterOfThen(wait: Wait): Wait | undefined {
    const own = this.sites[wait.site];
    let [then] = own?.frames ?? [];
    const made = then;
    if (own?.kind !== 'await' || own.callsBack !== true || made === undefined) return undefined;
    let at: Wait | undefined = wait;
    for (let i = 0; i < MAX_HOLDERS; i++) {
      at = this.holderOf(at);
      const { kind, callsBack, frames = [] } = this.sites[at?.site ?? -1] ?? {};
      if (at === undefined || kind === undefined) return undefined;
      if (callsBack === true) [then] = frames;
      else if (kind !== 'part') {
        const isElsewhere = !isSamePlace(frames[0], then);
        return isElsewhere && frames.some(of => isSameFunction(of, made)) ? at : undefined;
      }
    }
    return undefined;
  }

  private heldSite(wait: Wait): number {
    const holders: number[] = [];
    const seen = new Set<Wait>();
    for (let at: Wait | undefined = wait; at !== undefined && !seen.has(at);) {
      if (seen.size === MAX_HOLDERS) break;
      seen.add(at);
      at = this.holderOf(at);
      // Where promises were put together they need not be awaited.
      if (this.isPart(holders.at(-1)) && at !== undefined) holders.pop();
      if (at !== undefined) holders.push(at.site);
    }
    return holders.length === 0 ? wait.site : this.held.find(wait.site, holders);
  }

  /** The await that waits for the promise of the function that waits here. */
  private holderOf(wait: Wait): Wait | undefined {
    const own = this.ownHolderOf(wait);
    if (own !== undefined || !this.isPart(wait.site)) return own;
    // Of promises that were put together the last settles the whole.
    const [holder] = this.wholes.get(wait.site) ?? [];
    return holder;
  }

  /** Of several the one that is the outermost of its callers: the others only pass on what it waits for. */
  private ownHolderOf({ id, site }: Wait): Wait | undefined {
    let found: Wait | undefined;
    let told = 0;
    for (const waits of [this.holders.get(id), this.chains.behindOf(id)])
      for (const wait of waits ?? []) {
        if (isCalled(this.sites[wait.site]?.kind)) continue;
        if (found === undefined || this.callerAt(site, wait) > this.callerAt(site, found))
          found = wait;
        if (++told === MAX_TOLD) return found;
      }
    return found;
  }

  /** Where among the frames of a site the function stands that waits there; -1: nowhere. */
  private callerAt(site: number, { site: waiting }: Wait): number {
    return (this.callers[this.callerOf.intern(site, waiting)] ??= this.findCaller(site, waiting));
  }

  private findCaller(site: number, waiting: number): number {
    const [frame] = this.sites[waiting]?.frames ?? [];
    if (frame === undefined) return -1;
    return this.sites[site]?.frames.findLastIndex(of => isSameFunction(of, frame)) ?? -1;
  }

  private isPart(site: number | undefined): boolean {
    return this.sites[site ?? -1]?.kind === 'part';
  }
}

function addTo(sets: Map<number, Set<Wait>>, key: number, wait: Wait): void {
  const known = sets.get(key);
  if (known === undefined) sets.set(key, new Set([wait]));
  else known.add(wait);
}

function deleteFrom(sets: Map<number, Set<Wait>>, key: number, wait: Wait): void {
  const known = sets.get(key);
  if (known?.delete(wait) === true && known.size === 0) sets.delete(key);
}

// The waits that are pending, by the lines on which those who called them wait for them.

import { PairIndex } from '../../model/pair-index.ts';
import { isCalled } from '../await-batch.ts';
import { isSameFunction, isSamePlace } from '../await-frames.ts';
import { HeldSites } from './held-sites.ts';
import { addTo, deleteFrom, LinkedWaits, MAX_TOLD } from './linked-waits.ts';
import type { Links } from './linked-waits.ts';
import type { CalledSite } from './site-callers.ts';
import type { WaitChains } from './wait-chains.ts';
import { awaitedBy } from './wait-rows.ts';
import type { Wait } from './wait-rows.ts';

/** Of more who wait at one site now, so many tell for all, chosen from the first of them at even distances. */
const MAX_PARTS = 16;
const MAX_ASKED = 512;

/** Those who wait for one another in a long queue, as for a lock, are not all callers of the first. */
const MAX_HOLDERS = 50;

/** A site's part of those who wait at another; the parts sum to 1. */
export interface HeldPart {
  readonly site: number;
  readonly share: number;
}

/** To be told of every wait that begins, and before it is over. */
export class HeldWaits {
  private readonly held: HeldSites;
  readonly linked: LinkedWaits;
  private readonly last = new Map<number, number>();
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
    links: Links,
  ) {
    this.linked = new LinkedWaits(chains, links);
    this.held = new HeldSites(chains.sites);
  }

  get sites(): readonly CalledSite[] {
    return this.chains.sites;
  }

  enter(wait: Wait): void {
    this.linked.enter(wait);
    const whole = this.chains.pending.get(awaitedBy(wait))?.site;
    if (whole === undefined || !this.isPart(whole)) return;
    addTo(this.wholes, whole, wait);
    this.wholeOf.set(wait, whole);
  }

  drop(wait: Wait): void {
    this.last.set(wait.site, this.heldSite(wait));
    this.linked.drop(wait);
    const whole = this.wholeOf.get(wait);
    if (whole !== undefined) deleteFrom(this.wholes, whole, wait);
    this.wholeOf.delete(wait);
  }

  /** The site, held as that wait there was which was over last: what ran since goes on in it. */
  lastAt(site: number): number {
    return this.last.get(site) ?? site;
  }

  /** Those who wait at this site now. */
  partsOf(site: number): readonly HeldPart[] {
    const counts = new Map<number, number>();
    const waiting = this.linked.waitingAt(site);
    if (waiting.size === 0) return [{ site, share: 1 }];
    const distance = Math.ceil(Math.min(waiting.size, MAX_ASKED) / MAX_PARTS);
    let [asked, told] = [0, 0];
    for (const wait of waiting) {
      if (asked === MAX_ASKED) break;
      if (asked++ % distance !== 0) continue;
      const held = this.heldSite(this.awaiterOfThen(wait) ?? wait);
      counts.set(held, (counts.get(held) ?? 0) + 1);
      told++;
    }
    return [...counts].map(([held, count]) => ({ site: held, share: count / told }));
  }

  /** Whether somebody waits at `site` for what goes on at `other` to settle it, as was seen in the end. */
  isHeldAt(site: number, other: number): boolean {
    return this.linked.someAt(other, wait => this.hasHolderAt(wait, site));
  }

  private hasHolderAt(wait: Wait, site: number): boolean {
    const seen = new Set([wait]);
    for (const of of seen) {
      for (const holder of this.allHoldersOf(of)) {
        if (holder.site === site) return true;
        seen.add(holder);
      }
      if (seen.size > MAX_TOLD) break;
    }
    return false;
  }

  private *allHoldersOf({ id, site }: Wait): Generator<Wait> {
    yield* this.linked.holdersOf(id);
    yield* this.chains.behindOf(id);
    if (this.isPart(site)) yield* this.wholes.get(site) ?? [];
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
    const holders = this.holdersOf(wait).map(({ site }) => site);
    return holders.length === 0 ? wait.site : this.held.find(wait.site, holders);
  }

  /** Those who wait for it, for these, and so on. */
  private holdersOf(wait: Wait): readonly Wait[] {
    const holders: Wait[] = [];
    const seen = new Set<Wait>();
    for (let at: Wait | undefined = wait; at !== undefined && !seen.has(at);) {
      if (seen.size === MAX_HOLDERS) break;
      seen.add(at);
      at = this.holderOf(at);
      // Where promises were put together they need not be awaited.
      if (this.isPart(holders.at(-1)?.site) && at !== undefined) holders.pop();
      if (at !== undefined) holders.push(at);
    }
    return holders;
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
    for (const waits of [this.linked.holdersOf(id), this.chains.behindOf(id)])
      for (const wait of waits) {
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

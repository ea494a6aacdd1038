// Which awaits a lane was waiting in at a moment: only the innermost of a chain count.
//
//   main: await load()            outer: what it awaits waits itself
//     load: await fetch()         innermost: here the time goes

import type { Micros } from '../../model/frame.ts';
import { isCalled } from '../await-batch.ts';
import { HeldWaits } from './held-waits.ts';
import type { Links } from './linked-waits.ts';
import { OuterSites } from './outer-sites.ts';
import type { CalledSite } from './site-callers.ts';
import { RacedParts } from './raced-parts.ts';
import { Cursor } from '../runs.ts';
import { awaitedBy, isBrief } from './wait-rows.ts';
import type { Wait } from './wait-rows.ts';
import { SiteActivity } from './site-activity.ts';
import { WaiterCounts } from './waiters.ts';
import { WaitChains } from './wait-chains.ts';
import { shareTime } from './waiting-shares.ts';
import type { WaitingShare } from './waiting-shares.ts';

/** Walks through time, forward only. */
export class PendingAwaits {
  private readonly waits: Cursor<Wait>;
  private readonly active = new Set<Wait>();
  private readonly chains: WaitChains<CalledSite>;
  /** Those of them for which nobody waits any more: they have lost a race. */
  private readonly left = new Set<Wait>();
  private readonly waiters: WaiterCounts;
  private shares: readonly WaitingShare[] | null = null;
  private readonly outer: OuterSites;
  private readonly held: HeldWaits;
  private readonly raced: RacedParts;
  /** Those of the waits, with all that are known of their callers; grows. */
  readonly sites: readonly CalledSite[];
  private nextEndUs = Infinity;
  /** What is known of the sites at the last moment that was asked for. */
  readonly activity = new SiteActivity();

  /** `waits` by start; `links`: wait → those that led to its end. */
  constructor(waits: Iterable<Wait>, sites: readonly CalledSite[], links: Links = new Map()) {
    this.waits = new Cursor(waits);
    this.chains = new WaitChains([...sites]);
    this.held = new HeldWaits(this.chains, links);
    this.sites = this.chains.sites;
    this.outer = new OuterSites(this.sites);
    this.raced = new RacedParts(this.sites);
    this.waiters = new WaiterCounts(this.sites, links);
  }

  /** The innermost pending awaits at this moment, equal parts each; none: empty. Moments must not go back. */
  at(momentUs: Micros): readonly WaitingShare[] {
    this.goTo(momentUs);
    const { outer, held } = this;
    this.shares ??= shareTime(this.waiters.relevant(), { outer, held });
    return this.shares;
  }

  /** The same, if it is the program itself that waits, and not for what another has begun. */
  ofProgramAt(momentUs: Micros): readonly WaitingShare[] {
    const shares = this.at(momentUs);
    const isOwn = ({ site, below }: WaitingShare): boolean =>
      below === undefined && this.waiters.isOfProgram(site);
    return shares.every(isOwn) ? shares : [];
  }

  /** Until when it stays like that, at least. */
  get untilUs(): Micros {
    return Math.min(this.nextEndUs, this.waits.current?.startUs ?? Infinity);
  }

  /** The site of a run, with the lines on which its callers wait for it by now. */
  ranAt(site: number): number {
    return this.held.lastAt(site);
  }

  /** Goes on to this moment. Moments must not go back. */
  goTo(momentUs: Micros): void {
    if (momentUs >= this.nextEndUs) this.dropUntil(momentUs);
    const { waits } = this;
    while (waits.current !== undefined && waits.current.startUs <= momentUs) {
      if (waits.current.endUs > momentUs) this.enter(waits.current);
      waits.advance();
    }
  }

  private dropUntil(momentUs: Micros): void {
    this.nextEndUs = Infinity;
    for (const wait of this.active)
      if (wait.endUs <= momentUs) this.drop(wait);
      else this.nextEndUs = Math.min(this.nextEndUs, wait.endUs);
  }

  private enter(wait: Wait): void {
    this.active.add(wait);
    this.activity.enter(wait);
    this.shares = null;
    this.nextEndUs = Math.min(this.nextEndUs, wait.endUs);
    if (isBrief(wait)) {
      this.count(wait, wait.weight);
      return;
    }
    this.held.enter(wait);
    this.raced.enter(wait);
    const other = awaitedBy(wait);
    if (this.chains.isHidden(wait)) {
      this.relink(other, () => {
        this.chains.join(other, wait);
      });
      if (!isCalled(this.sites[wait.site]?.kind)) this.takeUp(this.chains.pending.get(other));
    } else {
      this.count(wait, wait.weight);
      // A timer is started before it is awaited.
      if (other > 0) this.chains.join(other, wait);
    }
    if (!this.waiters.isOfProgram(wait.site)) return;
    this.chains.pending.set(wait.id, wait);
    for (const other of this.chains.behindOf(wait.id)) this.count(other, -other.weight);
  }

  private drop(wait: Wait): void {
    this.active.delete(wait);
    this.activity.drop(wait);
    this.shares = null;
    if (isBrief(wait)) {
      this.count(wait, -wait.weight);
      return;
    }
    this.held.drop(wait);
    const awaited = awaitedBy(wait);
    if (!this.chains.isHidden(wait)) this.count(wait, -wait.weight);
    this.relink(awaited, () => {
      this.chains.leave(awaited, wait);
    });
    const behind = this.chains.behindOf(wait.id);
    for (const lost of this.raced.drop(wait, behind)) this.lose(lost);
    this.left.delete(wait);
    if (!this.chains.pending.delete(wait.id)) return;
    for (const other of behind) this.count(other, other.weight);
    this.chains.end(wait);
  }

  /** It was one of several, and another was there first; what it waited for may go on for long. */
  private lose(part: Wait): void {
    this.drop(part);
    this.leave(this.chains.pending.get(awaitedBy(part)));
    for (const wait of this.chains.pending.values())
      if (this.isCalledFor(wait, part)) this.leave(wait);
  }

  /** Whether the wait began in the call of which the part is. */
  private isCalledFor(wait: Wait, part: Wait): boolean {
    const beforeUs = part.startUs - wait.startUs;
    return beforeUs >= 0 && beforeUs < CALL_US && this.outer.isOuter(part.site, wait.site);
  }

  /** Nobody waits for it any more, unless others do, nor for what it waits for. */
  private leave(wait: Wait | undefined): void {
    if (wait === undefined || this.left.has(wait)) return;
    // A callback that will let it go on does not wait for it.
    const behind = [...this.chains.behindOf(wait.id)];
    if (behind.some(({ site }) => !isCalled(this.sites[site]?.kind))) return;
    this.recount(wait, () => this.left.add(wait));
    this.leave(this.chains.pending.get(awaitedBy(wait)));
  }

  /** Somebody waits for it again. */
  private takeUp(wait: Wait | undefined): void {
    if (wait === undefined || !this.left.has(wait)) return;
    this.recount(wait, () => this.left.delete(wait));
    this.takeUp(this.chains.pending.get(awaitedBy(wait)));
  }

  private recount(wait: Wait, change: () => void): void {
    const isInnermost = !this.chains.isHidden(wait);
    if (isInnermost) this.count(wait, -wait.weight);
    change();
    if (isInnermost) this.count(wait, wait.weight);
  }

  /** Changes who is behind this wait; who has the time of a part depends on that. */
  private relink(id: number, change: () => void): void {
    const innermost = this.chains.innermostOfPart(id);
    if (innermost === undefined) change();
    else this.recount(innermost, change);
  }

  private count(wait: Wait, weight: number): void {
    const isLeft = this.left.has(wait) || this.waiters.isBeside(wait);
    this.waiters.add(this.chains.standsFor(wait), weight, isLeft);
    this.shares = null;
  }
}

/** What is put together is called in one expression. */
const CALL_US = 2000;

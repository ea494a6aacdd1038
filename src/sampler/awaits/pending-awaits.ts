// Which awaits a lane was waiting in at a moment: only the innermost of a chain count.
//
//   main: await load()            outer: what it awaits waits itself
//     load: await fetch()         innermost: here the time goes

import type { Micros } from '../../model/frame.ts';
import { isCalled } from '../messages.ts';
import { HeldWaits } from './held-waits.ts';
import { OuterSites } from './outer-sites.ts';
import type { CalledSite } from './site-callers.ts';
import { RacedParts } from './raced-parts.ts';
import { Cursor } from '../runs.ts';
import { awaitedBy, BRIEF_ID } from './wait-rows.ts';
import type { Wait } from './wait-rows.ts';
import { WaiterCounts } from './waiters.ts';
import { shareTime } from './waiting-shares.ts';
import type { WaitingShare } from './waiting-shares.ts';

/** Walks through time, forward only. */
export class PendingAwaits {
  private readonly waits: Cursor<Wait>;
  private readonly active = new Set<Wait>();
  /** Id of a wait → those who wait on its promise, or are what it waits for: they are not innermost while it is. */
  private readonly behind = new Map<number, Set<Wait>>();
  /** The waits of the program's that are pending, by id. */
  private readonly pending = new Map<number, Wait>();
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

  /** `waits` by start. */
  constructor(waits: Iterable<Wait>, sites: readonly CalledSite[]) {
    this.waits = new Cursor(waits);
    this.held = new HeldWaits([...sites], this.behind);
    this.sites = this.held.sites;
    this.outer = new OuterSites(this.sites);
    this.raced = new RacedParts(this.sites);
    this.waiters = new WaiterCounts(this.sites);
  }

  /** The innermost pending awaits at this moment, equal parts each; none: empty. Moments must not go back. */
  at(momentUs: Micros): readonly WaitingShare[] {
    this.advance(momentUs);
    const { outer, held } = this;
    this.shares ??= shareTime(this.waiters.relevant(), { outer, held });
    return this.shares;
  }

  /** Until when it stays like that, at least. */
  get untilUs(): Micros {
    return Math.min(this.nextEndUs, this.waits.current?.startUs ?? Infinity);
  }

  /** The site of a run, with the lines on which its callers wait for it by now. Moments must not go back. */
  ranAt(site: number, momentUs: Micros): number {
    this.advance(momentUs);
    return this.held.lastAt(site);
  }

  private advance(momentUs: Micros): void {
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
    this.shares = null;
    this.nextEndUs = Math.min(this.nextEndUs, wait.endUs);
    if (wait.id === BRIEF_ID) {
      this.count(wait, wait.weight);
      return;
    }
    this.held.enter(wait);
    this.raced.enter(wait);
    const other = awaitedBy(wait);
    if (this.pending.has(other)) {
      this.relink(other, () => this.behindOf(other).add(wait));
      if (!isCalled(this.sites[wait.site]?.kind)) this.takeUp(this.pending.get(other));
    } else {
      this.count(wait, wait.weight);
      // A timer is started before it is awaited.
      if (other > 0) this.behindOf(other).add(wait);
    }
    if (!this.waiters.isOfProgram(wait.site)) return;
    this.pending.set(wait.id, wait);
    for (const other of this.behind.get(wait.id) ?? []) this.count(other, -other.weight);
  }

  private drop(wait: Wait): void {
    this.active.delete(wait);
    this.shares = null;
    if (wait.id === BRIEF_ID) {
      this.count(wait, -wait.weight);
      return;
    }
    this.held.drop(wait);
    const awaited = awaitedBy(wait);
    if (!this.pending.has(awaited)) this.count(wait, -wait.weight);
    this.relink(awaited, () => {
      const alike = this.behind.get(awaited);
      if (alike?.delete(wait) === true && alike.size === 0) this.behind.delete(awaited);
    });
    const behind = this.behind.get(wait.id);
    for (const lost of this.raced.drop(wait, behind ?? NONE)) this.lose(lost);
    this.left.delete(wait);
    if (!this.pending.delete(wait.id)) return;
    for (const other of behind ?? []) this.count(other, other.weight);
    this.behind.delete(wait.id);
  }

  /** It was one of several, and another was there first; what it waited for may go on for long. */
  private lose(part: Wait): void {
    this.drop(part);
    this.leave(this.pending.get(awaitedBy(part)));
    for (const wait of this.pending.values()) if (this.isCalledFor(wait, part)) this.leave(wait);
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
    const behind = [...(this.behind.get(wait.id) ?? NONE)];
    if (behind.some(({ site }) => !isCalled(this.sites[site]?.kind))) return;
    this.recount(wait, () => this.left.add(wait));
    this.leave(this.pending.get(awaitedBy(wait)));
  }

  /** Somebody waits for it again. */
  private takeUp(wait: Wait | undefined): void {
    if (wait === undefined || !this.left.has(wait)) return;
    this.recount(wait, () => this.left.delete(wait));
    this.takeUp(this.pending.get(awaitedBy(wait)));
  }

  private recount(wait: Wait, change: () => void): void {
    const isInnermost = !this.pending.has(awaitedBy(wait));
    if (isInnermost) this.count(wait, -wait.weight);
    change();
    if (isInnermost) this.count(wait, wait.weight);
  }

  /** Changes who is behind this wait; who has the time of a part depends on that. */
  private relink(id: number, change: () => void): void {
    const changed = this.pending.get(id);
    let innermost = changed;
    for (let i = 0; i < MAX_CHAIN && innermost !== undefined; i++) {
      const next = this.pending.get(awaitedBy(innermost));
      if (next === undefined) break;
      innermost = next;
    }
    if (innermost === undefined || !this.isPart(changed)) change();
    else this.recount(innermost, change);
  }

  private isPart(wait: Wait | undefined): boolean {
    return this.sites[wait?.site ?? -1]?.kind === 'part';
  }

  /** Promises that were put together are waited for where the whole is awaited. */
  private standsFor(wait: Wait): Wait {
    let found = wait;
    for (let i = 0; i < MAX_CHAIN && this.isPart(found); i++) {
      const behind = [...(this.behind.get(found.id) ?? NONE)];
      const awaiter = behind.find(({ site }) => !isCalled(this.sites[site]?.kind));
      if (awaiter === undefined) return wait;
      found = awaiter;
    }
    return found;
  }

  private behindOf(id: number): Set<Wait> {
    let waits = this.behind.get(id);
    if (waits === undefined) this.behind.set(id, (waits = new Set()));
    return waits;
  }

  private count(wait: Wait, weight: number): void {
    this.waiters.add(this.standsFor(wait), weight, this.left.has(wait));
    this.shares = null;
  }
}

/** What is put together is called in one expression. */
const CALL_US = 2000;
/** Promises that were put together of promises that were put together, and so on. */
const MAX_CHAIN = 20;
const NONE: ReadonlySet<Wait> = new Set();

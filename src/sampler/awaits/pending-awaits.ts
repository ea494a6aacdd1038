// Which awaits a lane was waiting in at a moment: only the innermost of a chain count.
//
//   main: await load()            outer: what it awaits waits itself
//     load: await fetch()         innermost: here the time goes

import type { Micros } from '../../model/frame.ts';
import { causedBy, LETS_NONE_GO_ON, WAIT_KINDS } from '../messages.ts';
import type { WaitKind } from '../messages.ts';
import { HeldWaits } from './held-waits.ts';
import { isOuterSite, OuterSites } from './outer-sites.ts';
import type { CalledSite } from './site-callers.ts';
import { RacedParts } from './raced-parts.ts';
import { Cursor } from '../runs.ts';
import type { Wait } from './wait-rows.ts';

/** A site's part of a waiting moment; the parts of a moment sum to 1. */
export interface WaitingShare {
  readonly site: number;
  readonly share: number;
  /** For a callback that was begun by another: the site of the await that waits for them all. */
  readonly below?: number;
}

/** Those who wait at one site, in the same manner. */
interface Waiters {
  readonly site: number;
  readonly kind: WaitKind;
  weight: number;
}

/** Walks through time, forward only. */
export class PendingAwaits {
  private readonly waits: Cursor<Wait>;
  private readonly active = new Set<Wait>();
  /** Id of a wait → those who wait on its promise, or are what it waits for: they are not innermost while it is. */
  private readonly behind = new Map<number, Set<Wait>>();
  /** Ids of the waits of the program's that are pending. */
  private readonly pending = new Set<number>();
  private readonly waiters = new Map<string, Waiters>();
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
  }

  /** The innermost pending awaits at this moment, equal parts each; none: empty. Moments must not go back. */
  at(momentUs: Micros): readonly WaitingShare[] {
    this.advance(momentUs);
    this.shares ??= this.share();
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
    this.held.enter(wait);
    this.raced.enter(wait);
    const other = awaitedBy(wait);
    if (this.pending.has(other)) this.behindOf(other).add(wait);
    else {
      this.count(wait, wait.weight);
      // A timer is started before it is awaited.
      if (other > 0) this.behindOf(other).add(wait);
    }
    if (!this.isOfProgram(wait.site)) return;
    this.pending.add(wait.id);
    for (const other of this.behind.get(wait.id) ?? []) this.count(other, -other.weight);
  }

  private drop(wait: Wait): void {
    this.held.drop(wait);
    this.active.delete(wait);
    this.shares = null;
    const awaited = awaitedBy(wait);
    if (!this.pending.has(awaited)) this.count(wait, -wait.weight);
    const alike = this.behind.get(awaited);
    if (alike?.delete(wait) === true && alike.size === 0) this.behind.delete(awaited);
    const behind = this.behind.get(wait.id);
    for (const lost of this.raced.drop(wait, behind ?? NONE)) this.drop(lost);
    if (!this.pending.delete(wait.id)) return;
    for (const other of behind ?? []) this.count(other, other.weight);
    this.behind.delete(wait.id);
  }

  private behindOf(id: number): Set<Wait> {
    let waits = this.behind.get(id);
    if (waits === undefined) this.behind.set(id, (waits = new Set()));
    return waits;
  }

  private count({ site, waitsFor }: Wait, weight: number): void {
    const own = this.sites[site]?.kind ?? 'await';
    // A callback that lets no await go on is waited for like a promise, unless it is one of many.
    const kind = waitsFor === LETS_NONE_GO_ON && own !== 'repeat' ? 'await' : own;
    const key = `${kind} ${site}`;
    const waiters = this.waiters.get(key) ?? { site, kind, weight: 0 };
    waiters.weight += weight;
    if (waiters.weight > 0) this.waiters.set(key, waiters);
    else this.waiters.delete(key);
    this.shares = null;
  }

  private share(): readonly WaitingShare[] {
    const pending = this.relevant();
    const innermost = pending.filter(
      ({ site }) => !pending.some(other => this.outer.isOuter(site, other.site)),
    );
    const chosen = innermost.length > 0 ? innermost : pending;
    const sum = chosen.reduce((all, { weight }) => all + weight, 0);
    return chosen.flatMap(({ site, weight }) => {
      const below = this.findAwait(site, pending);
      if (below !== undefined) return [{ site, share: weight / sum, below }];
      const parts = this.held.partsOf(site);
      return parts.map(part => ({ site: part.site, share: (part.share * weight) / sum }));
    });
  }

  /** The innermost await that waits for this callback, unless it is on its stack. */
  private findAwait(site: number, pending: readonly Waiters[]): number | undefined {
    if (this.sites[site]?.kind !== 'callback') return undefined;
    const found = pending.filter(({ site: of }) => this.outer.isOuter(of, site));
    if (found.some(({ site: of }) => isOuterSite(this.sites[of], this.sites[site])))
      return undefined;
    return found.find(a => !found.some(b => this.outer.isOuter(a.site, b.site)))?.site;
  }

  /**
   * The program's awaits, and callbacks that none of these is for; without any, the parts of promises that were put
   * together: who awaits them all awaits once, and those that `Promise.race` has left behind may never settle. Then the
   * callbacks of which is not known what they are for, since most are behind an await. Node.js' own awaits count only
   * where there is nothing else: its module loader for one awaits the whole program, and `fetch` watches a response that
   * the program may long have left.
   */
  private relevant(): readonly Waiters[] {
    const all = [...this.waiters.values()];
    const ofProgram = all.filter(({ site }) => this.isOfProgram(site));
    for (const kind of WAIT_KINDS) {
      const found = ofProgram.filter(waiters => waiters.kind === kind);
      if (found.length > 0) return found;
    }
    return all.filter(({ site }) => this.sites[site]?.kind === 'await');
  }

  private isOfProgram(index: number): boolean {
    const site = this.sites[index];
    return site?.frames.slice(0, site.seen).some(({ url }) => !url.startsWith('node:')) ?? false;
  }
}

const NONE: ReadonlySet<Wait> = new Set();

/** The id of the wait for which another waits, by its promise or since it led to what settled that; 0 or less: none. */
function awaitedBy({ waitsFor }: Wait): number {
  return waitsFor < LETS_NONE_GO_ON ? causedBy(waitsFor) : waitsFor;
}

// Which awaits a lane was waiting in at a moment: only the innermost of a chain count.
//
//   main: await load()            outer: what it awaits waits itself
//     load: await fetch()         innermost: here the time goes

import type { Micros } from '../../model/frame.ts';
import { LETS_NONE_GO_ON } from '../messages.ts';
import type { AwaitFrame, AwaitSite, WaitKind } from '../messages.ts';
import { withStarters } from './site-callers.ts';
import { Cursor } from '../wait-rows.ts';
import type { Wait } from '../wait-rows.ts';

/** A site's part of a waiting moment; the parts of a moment sum to 1. */
export interface WaitingShare {
  readonly site: number;
  readonly share: number;
  /** For a callback that was begun by another: the site of the await that waits for them all. */
  readonly below?: number;
}

/** What is waited for is rather the first of these. */
const KINDS: readonly WaitKind[] = ['await', 'callback', 'process'];

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
  private readonly outerOf = new Map<string, boolean>();
  private readonly started: readonly AwaitSite[];

  /** `waits` by start. */
  constructor(
    waits: Iterable<Wait>,
    private readonly sites: readonly AwaitSite[],
  ) {
    this.waits = new Cursor(waits);
    this.started = withStarters(sites);
  }

  /** The innermost pending awaits at this moment, equal parts each; none: empty. Moments must not go back. */
  at(momentUs: Micros): readonly WaitingShare[] {
    this.advance(momentUs);
    this.shares ??= this.share();
    return this.shares;
  }

  private advance(momentUs: Micros): void {
    for (const wait of this.active) if (wait.endUs <= momentUs) this.drop(wait);
    const { waits } = this;
    while (waits.current !== undefined && waits.current.startUs <= momentUs) {
      if (waits.current.endUs > momentUs) this.enter(waits.current);
      waits.advance();
    }
  }

  private enter(wait: Wait): void {
    this.active.add(wait);
    if (this.pending.has(wait.waitsFor)) this.behindOf(wait.waitsFor).add(wait);
    else {
      this.count(wait, wait.weight);
      // A timer is started before it is awaited.
      if (wait.waitsFor > 0) this.behindOf(wait.waitsFor).add(wait);
    }
    if (!this.isOfProgram(wait.site)) return;
    this.pending.add(wait.id);
    for (const other of this.behind.get(wait.id) ?? []) this.count(other, -other.weight);
  }

  private drop(wait: Wait): void {
    this.active.delete(wait);
    if (!this.pending.has(wait.waitsFor)) this.count(wait, -wait.weight);
    const alike = this.behind.get(wait.waitsFor);
    if (alike?.delete(wait) === true && alike.size === 0) this.behind.delete(wait.waitsFor);
    if (!this.pending.delete(wait.id)) return;
    for (const other of this.behind.get(wait.id) ?? []) this.count(other, other.weight);
    this.behind.delete(wait.id);
  }

  private behindOf(id: number): Set<Wait> {
    let waits = this.behind.get(id);
    if (waits === undefined) this.behind.set(id, (waits = new Set()));
    return waits;
  }

  private count({ site, waitsFor }: Wait, weight: number): void {
    const own = this.sites[site]?.kind ?? 'await';
    // A callback that lets no await go on is waited for like a promise.
    const kind = waitsFor === LETS_NONE_GO_ON ? 'await' : own;
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
      ({ site }) => !pending.some(other => this.isOuter(site, other.site)),
    );
    const chosen = innermost.length > 0 ? innermost : pending;
    const sum = chosen.reduce((all, { weight }) => all + weight, 0);
    return chosen.map(({ site, weight }) => {
      const below = this.findAwait(site, pending);
      return { site, share: weight / sum, ...(below !== undefined && { below }) };
    });
  }

  /** The innermost await that waits for this callback, unless it is on its stack. */
  private findAwait(site: number, pending: readonly Waiters[]): number | undefined {
    if (this.sites[site]?.kind !== 'callback') return undefined;
    const found = pending.filter(({ site: of }) => this.isOuter(of, site));
    if (found.some(({ site: of }) => isOuterSite(this.sites[of], this.sites[site])))
      return undefined;
    return found.find(a => !found.some(b => this.isOuter(a.site, b.site)))?.site;
  }

  /**
   * The program's awaits, and callbacks that none of these is for; without any, the callbacks of which that is not
   * known, since most are behind an await. Node.js' own awaits, its module loader for one awaits the whole program,
   * count only where there is nothing else.
   */
  private relevant(): readonly Waiters[] {
    const all = [...this.waiters.values()];
    const ofProgram = all.filter(({ site }) => this.isOfProgram(site));
    for (const kind of KINDS) {
      const found = ofProgram.filter(waiters => waiters.kind === kind);
      if (found.length > 0) return found;
    }
    return all.filter(({ site }) => this.sites[site]?.kind === 'await');
  }

  private isOfProgram(site: number): boolean {
    return this.sites[site]?.frames.some(({ url }) => !url.startsWith('node:')) ?? false;
  }

  private isOuter(site: number, other: number): boolean {
    if (site === other) return false;
    const key = `${site} ${other}`;
    let answer = this.outerOf.get(key);
    if (answer === undefined) {
      answer = isOuterSite(this.sites[site], this.started[other]);
      this.outerOf.set(key, answer);
    }
    return answer;
  }
}

/** Whether the function that awaits at `outer` is among the callers at `inner`, and waits for it. */
function isOuterSite(outer: AwaitSite | undefined, inner: AwaitSite | undefined): boolean {
  if (outer === undefined || inner === undefined) return false;
  return waitersOf(outer).some(waiting => {
    const depth = inner.frames.length - outer.frames.length;
    // In the sync part of a run the callers are on the stack, after it only the async ones: compare the function alone.
    const callers =
      depth > 0 ? [inner.frames[depth], ...inner.frames.slice(1)] : inner.frames.slice(1);
    const caller = callers.find(frame => frame !== undefined && isSameFunction(frame, waiting));
    return caller !== undefined && (caller.line === waiting.line || !outer.plain);
  });
}

/**
 * The function that waits. Where a library waits for a promise that it was given (`.then` in a helper of a web
 * framework, for what the handler returned), its caller does, who got the promise from elsewhere.
 */
function waitersOf({ frames, plain }: AwaitSite): readonly AwaitFrame[] {
  const isGiven = !plain && frames[0]?.url.includes('/node_modules/') === true;
  return frames.slice(0, isGiven ? 2 : 1);
}

function isSameFunction(a: AwaitFrame, b: AwaitFrame): boolean {
  return (
    a.name === b.name &&
    a.url === b.url &&
    a.functionLine === b.functionLine &&
    a.functionColumn === b.functionColumn
  );
}

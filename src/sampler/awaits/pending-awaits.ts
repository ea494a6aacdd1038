// Which awaits a lane was waiting in at a moment: only the innermost of a chain count.
//
//   main: await load()            outer: what it awaits waits itself
//     load: await fetch()         innermost: here the time goes

import type { Micros } from '../../model/frame.ts';
import type { AwaitFrame, AwaitSite, WaitKind } from '../messages.ts';
import { Cursor } from '../wait-rows.ts';
import type { Wait } from '../wait-rows.ts';

/** A site's part of a waiting moment; the parts of a moment sum to 1. */
export interface WaitingShare {
  readonly site: number;
  readonly share: number;
}

/** What is waited for is rather the first of these. */
const KINDS: readonly WaitKind[] = ['await', 'callback', 'process'];

/** Walks through time, forward only. */
export class PendingAwaits {
  private readonly waits: Cursor<Wait>;
  private readonly active = new Set<Wait>();
  /** Id of a pending wait of the program's → those who wait on its promise: they are not innermost. */
  private readonly waiters = new Map<number, Set<Wait>>();
  private readonly weights = new Map<number, number>();
  private shares: readonly WaitingShare[] | null = null;
  private readonly outerOf = new Map<string, boolean>();

  /** `waits` by start. */
  constructor(
    waits: Iterable<Wait>,
    private readonly sites: readonly AwaitSite[],
  ) {
    this.waits = new Cursor(waits);
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
    if (this.isOfProgram(wait.site)) this.waiters.set(wait.id, new Set());
    const waiters = this.waiters.get(wait.waitsFor);
    if (waiters === undefined) this.count(wait);
    else waiters.add(wait);
  }

  private count(wait: Wait): void {
    this.weights.set(wait.site, (this.weights.get(wait.site) ?? 0) + wait.weight);
    this.shares = null;
  }

  private drop(wait: Wait): void {
    this.active.delete(wait);
    if (this.waiters.get(wait.waitsFor)?.delete(wait) !== true) this.discount(wait);
    for (const waiter of this.waiters.get(wait.id) ?? []) this.count(waiter);
    this.waiters.delete(wait.id);
  }

  private discount(wait: Wait): void {
    const left = (this.weights.get(wait.site) ?? 0) - wait.weight;
    if (left > 0) this.weights.set(wait.site, left);
    else this.weights.delete(wait.site);
    this.shares = null;
  }

  private share(): readonly WaitingShare[] {
    const pending = this.relevant();
    const innermost = pending.filter(site => !pending.some(other => this.isOuter(site, other)));
    const chosen = innermost.length > 0 ? innermost : pending;
    const sum = chosen.reduce((weight, site) => weight + (this.weights.get(site) ?? 0), 0);
    return chosen.map(site => ({ site, share: (this.weights.get(site) ?? 0) / sum }));
  }

  /**
   * The program's awaits; without any, the callbacks that it waits for, since most of these are behind an await. Node.js'
   * own, its module loader for one awaits the whole program, count only where there is nothing else.
   */
  private relevant(): readonly number[] {
    const sites = [...this.weights.keys()];
    const ofProgram = sites.filter(site => this.isOfProgram(site));
    for (const kind of KINDS) {
      const found = ofProgram.filter(site => this.sites[site]?.kind === kind);
      if (found.length > 0) return found;
    }
    return sites.filter(site => this.sites[site]?.kind === 'await');
  }

  private isOfProgram(site: number): boolean {
    return this.sites[site]?.frames.some(({ url }) => !url.startsWith('node:')) ?? false;
  }

  private isOuter(site: number, other: number): boolean {
    if (site === other) return false;
    const key = `${site} ${other}`;
    let answer = this.outerOf.get(key);
    if (answer === undefined) {
      answer = isOuterSite(this.sites[site], this.sites[other]);
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

// Which awaits wait for which, as far as their stacks tell: who awaits is among the callers of what it awaits.

import { PairIndex } from '../../model/pair-index.ts';
import type { AwaitFrame, AwaitSite } from '../await-batch.ts';
import { isOfProgram, isSameFunction } from '../await-frames.ts';
import { withStarters } from './site-callers.ts';
import type { CalledSite } from './site-callers.ts';

/** Remembers what was asked. */
export class OuterSites {
  private readonly started: readonly AwaitSite[];
  private readonly known: Relation[] = [];
  /** Two sites → which of those. */
  private readonly knownOf = new PairIndex();

  constructor(private readonly sites: readonly CalledSite[]) {
    this.started = withStarters(sites);
  }

  /** Whether what waits at `site` waits for what waits at `other`. */
  isOuter(site: number, other: number): boolean {
    return this.relationOf(site, other) === 'outer';
  }

  /** Whether it called that, but waits on another line: it may wait for something else. */
  isCaller(site: number, other: number): boolean {
    return this.relationOf(site, other) === 'caller';
  }

  /** Whether neither was called by a function that the other has among its callers: nothing is known of who began it. */
  isApart(site: number, other: number): boolean {
    return this.relationOf(site, other) === 'apart';
  }

  private relationOf(site: number, other: number): Relation {
    if (site === other) return 'none';
    const which = this.knownOf.intern(site, other);
    return (this.known[which] ??= relate(this.sites[site], this.started[other]));
  }
}

/** What the function that awaits at one site is to another: see {@link OuterSites}. */
type Relation = 'outer' | 'caller' | 'apart' | 'none';

/** Whether the function that awaits at `outer` is among the callers at `inner`, and waits for it. */
export function isOuterSite(outer: AwaitSite | undefined, inner: AwaitSite | undefined): boolean {
  return relate(outer, inner) === 'outer';
}

function relate(outer: AwaitSite | undefined, inner: AwaitSite | undefined): Relation {
  if (outer === undefined || inner === undefined) return 'none';
  let relation: Relation = isApart(outer, inner) ? 'apart' : 'none';
  for (const waiting of waitersOf(outer)) {
    const depth = inner.frames.length - outer.frames.length;
    // In the sync part of a run the callers are on the stack, after it only the async ones: compare the function alone.
    const callers =
      depth > 0 ? [inner.frames[depth], ...inner.frames.slice(1)] : inner.frames.slice(1);
    const caller = callers.find(frame => frame !== undefined && isSameFunction(frame, waiting));
    if (caller === undefined) continue;
    const isSame = caller.line === waiting.line || isOfStream(waiting);
    if (isSame || !outer.plain) return 'outer';
    relation = 'caller';
  }
  return relation;
}

function isApart({ frames }: AwaitSite, inner: AwaitSite): boolean {
  const own = inner.frames.filter(isOfProgram);
  return !frames.some(frame => own.some(of => isSameFunction(of, frame)));
}

/** A stream asks for more on one line of Node.js', and waits for it on another. */
function isOfStream({ url }: AwaitFrame): boolean {
  return url.startsWith('node:internal/streams/') || url.startsWith('node:internal/webstreams/');
}

/**
 * The function that waits. Where a library waits for a promise that it was given (`.then` in a helper of a web
 * framework, for what the handler returned), its caller does, who got the promise from elsewhere.
 */
function waitersOf({ frames, plain }: AwaitSite): readonly AwaitFrame[] {
  const isGiven = !plain && frames[0]?.url.includes('/node_modules/') === true;
  return frames.slice(0, isGiven ? 2 : 1);
}

// Which awaits wait for which, as far as their stacks tell: who awaits is among the callers of what it awaits.

import { PairIndex } from '../../model/pair-index.ts';
import type { AwaitFrame, AwaitSite } from '../await-batch.ts';
import { isSameFunction } from '../await-frames.ts';
import { withStarters } from './site-callers.ts';
import type { CalledSite } from './site-callers.ts';

/** Remembers what was asked. */
export class OuterSites {
  private readonly started: readonly AwaitSite[];
  private readonly known: boolean[] = [];
  /** Two sites → which of those. */
  private readonly knownOf = new PairIndex();

  constructor(private readonly sites: readonly CalledSite[]) {
    this.started = withStarters(sites);
  }

  /** Whether what waits at `site` waits for what waits at `other`. */
  isOuter(site: number, other: number): boolean {
    if (site === other) return false;
    const which = this.knownOf.intern(site, other);
    return (this.known[which] ??= isOuterSite(this.sites[site], this.started[other]));
  }
}

/** Whether the function that awaits at `outer` is among the callers at `inner`, and waits for it. */
export function isOuterSite(outer: AwaitSite | undefined, inner: AwaitSite | undefined): boolean {
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

// Which of those who wait at a moment the time goes to: the innermost, equal parts each.

import type { HeldWaits } from './held-waits.ts';
import { isOuterSite } from './outer-sites.ts';
import type { OuterSites } from './outer-sites.ts';
import type { Waiters } from './waiters.ts';

/** A site's part of a waiting moment; the parts of a moment sum to 1. */
export interface WaitingShare {
  readonly site: number;
  readonly share: number;
  /** For a callback that was begun by another: the site of the await that waits for them all. */
  readonly below?: number;
}

/** What is known of who waits for whom. */
interface Relations {
  readonly outer: OuterSites;
  readonly held: HeldWaits;
}

/** The parts of these; of none, none. */
export function shareTime(
  pending: readonly Waiters[],
  relations: Relations,
): readonly WaitingShare[] {
  const { held } = relations;
  const innermost = pending.filter(
    ({ site }) => !pending.some(other => isOuter(site, other.site, relations)),
  );
  const chosen = withoutPauses(innermost.length > 0 ? innermost : pending);
  const sum = chosen.reduce((all, { weight }) => all + weight, 0);
  return chosen.flatMap(({ site, weight }) => {
    const below = findAwait(site, pending, relations);
    if (below !== undefined) return [{ site, share: weight / sum, below }];
    const parts = held.partsOf(site);
    return parts.map(part => ({ site: part.site, share: (part.share * weight) / sum }));
  });
}

/** What waits now for so short a time has the time; of those with pauses none may wait just now. */
function withoutPauses(waiters: readonly Waiters[]): readonly Waiters[] {
  const isShort = waiters.some(({ length }) => length === 'short');
  return isShort ? waiters.filter(({ length }) => length !== 'pauses') : waiters;
}

/** The innermost await that waits for this callback, unless it is on its stack. */
function findAwait(
  site: number,
  pending: readonly Waiters[],
  relations: Relations,
): number | undefined {
  const { sites } = relations.held;
  const { kind, after } = sites[site] ?? {};
  if (kind !== 'callback' && after === undefined) return undefined;
  const found = pending.filter(({ site: of }) => isOuter(of, site, relations));
  if (found.some(({ site: of }) => isOuterSite(sites[of], sites[site]))) return undefined;
  return found.find(a => !found.some(b => isOuter(a.site, b.site, relations)))?.site;
}

/** Whether what waits at `site` waits for what waits at `other`, as their stacks or what came after them tell. */
function isOuter(site: number, other: number, { outer, held }: Relations): boolean {
  return outer.isOuter(site, other) || (outer.isCaller(site, other) && held.isLinked(site, other));
}

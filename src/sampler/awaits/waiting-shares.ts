// Which of those who wait at a moment the time goes to: the innermost, equal parts each.

import type { AwaitFrame } from '../await-batch.ts';
import { isOfProgram } from '../await-frames.ts';
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
    const awaits = findAwaits(site, pending, relations);
    const share = weight / sum / awaits.length;
    if (awaits.length > 0) return awaits.map(below => ({ site, share, below }));
    const parts = held.partsOf(site);
    return parts.map(part => ({ site: part.site, share: (part.share * weight) / sum }));
  });
}

/** What waits now for so short a time has the time; of those with pauses none may wait just now. */
function withoutPauses(waiters: readonly Waiters[]): readonly Waiters[] {
  const isShort = waiters.some(({ length }) => length === 'short');
  return isShort ? waiters.filter(({ length }) => length !== 'pauses') : waiters;
}

/** The innermost awaits that wait for what nothing but a callback has begun, unless one is on its stack. */
function findAwaits(
  site: number,
  pending: readonly Waiters[],
  relations: Relations,
): readonly number[] {
  const { sites } = relations.held;
  const isBegun = isPutOff(site, pending, relations);
  if (!isBegun && sites[site]?.kind !== 'callback' && sites[site]?.after === undefined) return [];
  const found = pending.filter(({ site: of }) => isOuter(of, site, relations));
  if (found.some(({ site: of }) => isOuterSite(sites[of], sites[site]))) return [];
  return found
    .filter(a => !found.some(b => isOuter(a.site, b.site, relations)))
    .map(({ site: of }) => of);
}

/** Whether what waits at `site` waits for what waits at `other`, as their stacks or what came after them tell. */
function isOuter(site: number, other: number, relations: Relations): boolean {
  const { outer, held } = relations;
  return (
    outer.isOuter(site, other) ||
    (outer.isCaller(site, other) && held.linked.isLinked(site, other)) ||
    isBegunFor(site, other, relations)
  );
}

function isPutOff(site: number, pending: readonly Waiters[], relations: Relations): boolean {
  return pending.some(({ site: of }) => isBegunFor(of, site, relations));
}

/**
 * What the program puts off, as by `setImmediate`, nobody has called. It is waited for where that waits which it settles in
 * the end. Requests come from outside.
 */
function isBegunFor(site: number, other: number, { outer, held }: Relations): boolean {
  return (
    isPutOffFrame(held.sites[other]?.frames.at(-1)) &&
    outer.isApart(site, other) &&
    held.isHeldAt(site, other)
  );
}

function isPutOffFrame(outermost: AwaitFrame | undefined): boolean {
  if (outermost === undefined) return false;
  return isOfProgram(outermost) || outermost.name === 'processImmediate';
}

// A time in which a thread idles, in parts: what it waited for may have changed in between.
//
//   sampled   idle───────────────────────idle────────────────
//   waits     first──────────┤   ├second─────────────────────
//   parts     first──────────────│second─────────────────────

import type { Micros } from '../../model/frame.ts';
import type { PendingAwaits } from './pending-awaits.ts';
import type { WaitingShare } from './waiting-shares.ts';

/** What was waited for during a part. */
export interface IdlePart {
  readonly shares: readonly WaitingShare[];
  us: Micros;
}

/**
 * The parts of the time between two moments, in order; at the first one the thread was seen to idle. What is too short
 * after that belongs to what comes after it: there something ran that was not noted, and began the next wait. So does the
 * time of which nothing is known, where anything is.
 */
export function idleParts(
  pending: PendingAwaits,
  startUs: Micros,
  endUs: Micros,
): readonly IdlePart[] {
  const parts: IdlePart[] = [];
  let openUs = startUs;
  for (let atUs = startUs; atUs < endUs;) {
    const shares = pending.at(atUs);
    const untilUs = Math.min(endUs, Math.max(pending.untilUs, atUs + LEAST_US));
    const isSeen = atUs === startUs || untilUs - atUs >= SHORTEST_PART_US;
    const isKnown = shares.length > 0 && isSeen;
    const last = parts.at(-1);
    if (isKnown || untilUs === endUs) {
      if (last !== undefined && (!isKnown || isSame(last.shares, shares)))
        last.us += untilUs - openUs;
      else parts.push({ shares, us: untilUs - openUs });
      openUs = untilUs;
    }
    atUs = untilUs;
  }
  return parts;
}

const SHORTEST_PART_US = 100;
/** Moments are not finer on V8's clock. */
const LEAST_US = 1;

function isSame(some: readonly WaitingShare[], others: readonly WaitingShare[]): boolean {
  if (some === others) return true;
  return (
    some.length === others.length &&
    some.every(({ site, share, below }, i) => {
      const other = others[i];
      return other?.site === site && other.share === share && other.below === below;
    })
  );
}

// A time in which a thread idles, in parts: what it waited for may have changed in between.
//
//   sampled   idle───────────────────────idle────────────────
//   waits     first──────────┤   ├second─────────────────────
//   parts     first──────────────│second─────────────────────

import type { Micros } from '../../model/frame.ts';
import type { PendingAwaits } from './pending-awaits.ts';
import { isIdleMoment } from './sample-moments.ts';
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
    const last = parts.at(-1);
    const isTold =
      last === undefined || isKnown(pending, { shares, last, startUs, endUs, atUs, untilUs });
    const isEnd = untilUs === endUs;
    if ((isTold && shares.length > 0) || isEnd) {
      const own = isTold ? shares : last.shares;
      addPart(parts, { shares: own, us: untilUs - openUs });
      openUs = untilUs;
    }
    atUs = untilUs;
  }
  return parts;
}

interface NextPart {
  readonly shares: readonly WaitingShare[];
  readonly last: IdlePart;
  readonly startUs: Micros;
  readonly endUs: Micros;
  readonly atUs: Micros;
  readonly untilUs: Micros;
}

/** Short waits that no sample has seen are known no more: those behind them may not have waited in their time. */
function isKnown(
  pending: PendingAwaits,
  { shares, last, startUs, endUs, atUs, untilUs }: NextPart,
): boolean {
  if (untilUs - atUs < SHORTEST_PART_US) return false;
  const isNew = ({ site }: WaitingShare): boolean =>
    pending.activity.beganSince(site, startUs) || last.shares.some(of => of.site === site);
  return shares.every(isNew) || isIdleMoment({ startUs, us: endUs - startUs }, atUs, untilUs);
}

function addPart(parts: IdlePart[], part: IdlePart): void {
  const last = parts.at(-1);
  if (last !== undefined && isSame(last.shares, part.shares)) last.us += part.us;
  // Where a run was noted to end, the next wait may not have begun.
  else if (last !== undefined && parts.length === 1 && last.us < SHORTEST_FIRST_US)
    parts[0] = { shares: part.shares, us: last.us + part.us };
  else parts.push(part);
}

const SHORTEST_PART_US = 100;
const SHORTEST_FIRST_US = 50;
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

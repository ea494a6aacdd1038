// When the samples of a chunk were taken: what lies between two of them is not seen by any.

import { firstIndex } from '../../model/first-index.ts';
import type { Micros } from '../../model/frame.ts';
import type { SampleTable } from '../../model/session.ts';

/** Moments in order. */
export interface SampleMoments {
  readonly startUs: Micros;
  readonly endUs: Micros;
  /** The thread idled: see {@link idleMoments}. */
  readonly idle: readonly Micros[];
  /** From when, and until when, it idled on and on. */
  readonly idleFrom: readonly Micros[];
  readonly idleTo: readonly Micros[];
  /** It ran. */
  readonly running: readonly Micros[];
}

/** The moments of samples of which the first was taken at `startUs`. */
export function momentsOf(
  { stack, durationUs }: SampleTable,
  startUs: Micros,
  isIdle: (stack: number) => boolean,
): SampleMoments {
  const [idle, running]: [Micros[], Micros[]] = [[], []];
  const [idleFrom, idleTo]: [Micros[], Micros[]] = [[], []];
  let momentUs = startUs;
  stack.forEach((of, i) => {
    const us = durationUs[i] ?? 0;
    if (isIdle(of)) {
      for (const idleUs of idleMoments(momentUs, us)) idle.push(idleUs);
      if (idleTo.at(-1) === momentUs) idleTo.pop();
      else idleFrom.push(momentUs);
      idleTo.push(momentUs + us);
    } else running.push(momentUs);
    momentUs += us;
  });
  return { startUs, endUs: momentUs, idle, idleFrom, idleTo, running };
}

/** Whether one of the moments is at or after `startUs`, and before `endUs`. */
export function isSeen(moments: readonly Micros[], startUs: Micros, endUs: Micros): boolean {
  const first = firstIndex(moments.length, i => (moments[i] ?? Infinity) >= startUs);
  return (moments[first] ?? Infinity) < endUs;
}

/** As {@link isSeen}, of a wait: one that is not short is, wherever the thread idled in its time. */
export function isWaitSeen(
  { idle, idleFrom, idleTo }: SampleMoments,
  startUs: Micros,
  endUs: Micros,
): boolean {
  if (isSeen(idle, startUs, endUs)) return true;
  let at = firstIndex(idleTo.length, i => (idleTo[i] ?? Infinity) > startUs);
  for (; (idleFrom[at] ?? Infinity) < endUs; at++) {
    const [fromUs = 0, toUs = 0] = [idleFrom[at], idleTo[at]];
    if (Math.min(toUs, endUs) - Math.max(fromUs, startUs) >= LONG_WAIT_US) return true;
  }
  return false;
}

/**
 * Moments of a time in which the thread idled, at which all that it waited for is known: soon after its beginning, which
 * may be where what ran was noted to end, and then at even distances.
 */
export function* idleMoments(startUs: Micros, us: Micros): Generator<Micros> {
  const [endUs, distanceUs] = [startUs + us, distanceIn(us)];
  for (let at = startUs + Math.min(us / 2, SOON_US); at < endUs; at += distanceUs) yield at;
}

/** Whether one of the {@link idleMoments} of a time lies between these two. */
export function isIdleMoment(
  time: { readonly startUs: Micros; readonly us: Micros },
  fromUs: Micros,
  toUs: Micros,
): boolean {
  const [first, distanceUs] = [time.startUs + SOON_US, distanceIn(time.us)];
  const next = first + Math.ceil(Math.max(0, fromUs - first) / distanceUs) * distanceUs;
  return next < toUs;
}

/** A program that was stopped by a signal may idle for hours. */
function distanceIn(us: Micros): Micros {
  return Math.max(DISTANCE_US, us / MAX_MOMENTS);
}

/** What begins next has begun by then. */
const SOON_US = 50;
const DISTANCE_US = 1000;
const MAX_MOMENTS = 20_000;
/** Shorter ones can be thousands a second: to keep them all would take too much memory. */
const LONG_WAIT_US = 500;

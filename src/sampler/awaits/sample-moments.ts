// When the samples of a chunk were taken: what lies between two of them is not seen by any.

import { firstIndex } from '../../model/first-index.ts';
import type { Micros } from '../../model/frame.ts';
import type { SampleTable } from '../../model/session.ts';

/** Moments in order. */
export interface SampleMoments {
  readonly startUs: Micros;
  readonly endUs: Micros;
  /** The thread idled. */
  readonly idle: readonly Micros[];
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
  let momentUs = startUs;
  stack.forEach((of, i) => {
    const us = durationUs[i] ?? 0;
    if (isIdle(of)) idle.push(idleMoment(momentUs, us));
    else running.push(momentUs);
    momentUs += us;
  });
  return { startUs, endUs: momentUs, idle, running };
}

/**
 * When to look at what is waited for while a thread idles. It begins to idle where what ran was noted to end, and what
 * runs just after that, too short to be noted, begins the next wait: so not at the beginning.
 */
export function idleMoment(startUs: Micros, us: Micros): Micros {
  return startUs + us / 2;
}

/** Whether one of the moments is at or after `startUs`, and before `endUs`. */
export function isSeen(moments: readonly Micros[], startUs: Micros, endUs: Micros): boolean {
  const first = firstIndex(moments.length, i => (moments[i] ?? Infinity) >= startUs);
  return (moments[first] ?? Infinity) < endUs;
}

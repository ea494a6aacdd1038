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
    (isIdle(of) ? idle : running).push(momentUs);
    momentUs += durationUs[i] ?? 0;
  });
  return { startUs, endUs: momentUs, idle, running };
}

/** Whether one of the moments is at or after `startUs`, and before `endUs`. */
export function isSeen(moments: readonly Micros[], startUs: Micros, endUs: Micros): boolean {
  const first = firstIndex(moments.length, i => (moments[i] ?? Infinity) >= startUs);
  return (moments[first] ?? Infinity) < endUs;
}

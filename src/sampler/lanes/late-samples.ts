// Samples that come late because the machine is busy.
//
// V8 samples a thread by a signal. One that has to wait for a processor gets it when it has one again, and answers with
// what it was about to do: that is where it was halted, and the time is that sample's, not the one's before.
//
//   sampled      a    a         (halted)          b    b
//   becomes      a────a────b──────────────────────b────b
//
// What a thread idles is known better (see `awaits/run-times.ts`).

import type { V8Profile } from '../../formats/v8-profile.ts';

/** Pauses so many times as long as is usual are halts. */
const HALT = 3;

/** The profile with samples that came late begun when they were due. */
export function withLateSamples(profile: V8Profile): V8Profile {
  const { samples = [], timeDeltas = [], nodes } = profile;
  const usualUs = medianOf(timeDeltas);
  if (usualUs <= 0) return profile;
  const idle = nodes.find(({ callFrame }) => callFrame.functionName === '(idle)')?.id;
  const isBusy = (i: number): boolean => samples[i] !== undefined && samples[i] !== idle;
  let takenUs = 0;
  let lastUs = 0;
  const deltas = timeDeltas.map((us, i) => {
    const isLate = us >= HALT * usualUs && isBusy(i) && isBusy(i - 1);
    const momentUs = takenUs + (isLate ? usualUs : us);
    const delta = momentUs - lastUs;
    takenUs += us;
    lastUs = momentUs;
    return delta;
  });
  return { ...profile, timeDeltas: deltas };
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

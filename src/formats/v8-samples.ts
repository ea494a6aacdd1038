// When V8's samples were, and how long each lasts. V8's samples are moments; here each lasts until the next one:
//
//   startTime        t0     t1        t2       endTime
//   |                |      |         |        |
//   |◀─── sample 0 ──────▶  |◀── 1 ──▶|◀─ 2 ──▶|
//
// V8's deltas can be negative (its samples come from two threads): like DevTools we put the samples in order of time.
// Moments outside of startTime … endTime are moved to its edge, so that the durations always sum to the profile's.

import type { Micros } from '../model/frame.ts';
import { badFile } from './bad-file.ts';
import type { V8Profile } from './v8-profile.ts';

/** Samples in order of time, without gaps. */
export interface OrderedSamples {
  /** Ids of their nodes. */
  readonly ids: readonly number[];
  /** The caller's to keep. */
  readonly durationUs: Micros[];
  /** How many samples each stands for; `undefined`: one each. The caller's to keep. */
  readonly count: number[] | undefined;
}

/** The profile's samples in order of time. Throws a `ProfileError` (`bad-file`) when the times of some are missing. */
export function orderSamples(profile: V8Profile): OrderedSamples {
  const { samples: ids = [], sampleCounts: count } = profile;
  const deltas = readDeltas(profile);
  const durationUs = findDurations(profile, deltas);
  if (durationUs !== null) return { ids, durationUs, count: count?.slice() };
  const moments = sumUp(profile, deltas);
  const order = Uint32Array.from(moments, (_, i) => i);
  order.sort((a, b) => (moments[a] ?? 0) - (moments[b] ?? 0) || a - b);
  return {
    ids: Array.from(order, i => ids[i] ?? 0),
    count: count === undefined ? undefined : Array.from(order, i => count[i] ?? 0),
    durationUs: toDurations(
      Float64Array.from(order, i => moments[i] ?? 0),
      profile,
    ),
  };
}

/** The time before each sample. */
interface Deltas {
  /** Before the first one, from the profile's start. */
  readonly first: Micros;
  /** Before sample i, for i > 0, is `list[i - shift]`. */
  readonly list: readonly Micros[];
  readonly shift: 0 | 1;
}

/** Some writers leave the first delta out, others give the first moment itself instead of its distance. */
function readDeltas({ samples = [], timeDeltas = [], startTime, endTime }: V8Profile): Deltas {
  const shift = timeDeltas.length === samples.length - 1 ? 1 : 0;
  if (timeDeltas.length + shift < samples.length) {
    throw badFile(`It has ${samples.length} samples, but times for ${timeDeltas.length} only.`);
  }
  const first = shift === 1 ? 0 : (timeDeltas[0] ?? 0);
  return { first: startTime + first > endTime ? 0 : first, list: timeDeltas, shift };
}

/** How long each sample lasts, or `null` where they are not in order, or some are outside of the recording. */
function findDurations(
  { samples = [], startTime, endTime }: V8Profile,
  { first, list, shift }: Deltas,
): Micros[] | null {
  const count = samples.length;
  const durationUs = new Array<Micros>(count);
  let last = startTime + first;
  for (let i = 1; i < count; i++) {
    const delta = list[i - shift] ?? 0;
    if (delta < 0) return null;
    durationUs[i - 1] = delta;
    last += delta;
  }
  if (first < 0 || last > endTime) return null;
  if (count > 1) durationUs[0] = first + (durationUs[0] ?? 0);
  if (count > 0) durationUs[count - 1] = compact(endTime - (count > 1 ? last : startTime));
  return durationUs;
}

/** The same number, as V8 keeps small integers: one that is kept otherwise makes it convert the whole array. */
function compact(us: Micros): Micros {
  return (us | 0) === us ? us | 0 : us;
}

/** When each sample was. */
function sumUp({ samples = [], startTime }: V8Profile, { first, list, shift }: Deltas) {
  const moments = new Float64Array(samples.length);
  let moment = startTime + first;
  for (let i = 0; i < moments.length; i++) {
    if (i > 0) moment += list[i - shift] ?? 0;
    moments[i] = moment;
  }
  return moments;
}

/** How long each sample lasts; `moments` in order. */
function toDurations(moments: Float64Array, { startTime, endTime }: V8Profile): Micros[] {
  let begin = startTime;
  return Array.from(moments, (_, i) => {
    const next = moments[i + 1] ?? endTime;
    const end = Math.max(begin, Math.min(next, endTime));
    const us = end - begin;
    begin = end;
    return us;
  });
}

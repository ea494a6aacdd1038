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
import type { V8Stacks } from './v8-stacks.ts';

/** Samples in order of time, without gaps. */
export interface OrderedSamples {
  /** Index into the profile's nodes. */
  readonly node: Int32Array;
  readonly durationUs: Float64Array;
}

/** The profile's samples in order of time. Throws a `ProfileError` when a sample's node, or its time, is missing. */
export function orderSamples(profile: V8Profile, stacks: V8Stacks): OrderedSamples {
  const { samples = [] } = profile;
  const node = new Int32Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const id = samples[i] ?? NaN;
    node[i] = stacks.indexOf(id);
    if (node[i] === -1) throw badFile(`Sample ${i + 1} is in node ${id}, which is not there.`);
  }
  const moments = readMoments(profile);
  const order = findOrder(moments);
  if (order === null) return { node, durationUs: toDurations(moments, profile) };
  const inOrder = moments.map((_, i) => moments[order[i] ?? 0] ?? 0);
  return {
    node: node.map((_, i) => node[order[i] ?? 0] ?? 0),
    durationUs: toDurations(inOrder, profile),
  };
}

/** When each sample was. */
function readMoments({ samples = [], timeDeltas = [], startTime, endTime }: V8Profile) {
  const moments = new Float64Array(samples.length);
  // Some writers leave the first delta out, others give the first moment itself instead of its distance.
  const missing = timeDeltas.length === samples.length - 1 ? 1 : 0;
  if (timeDeltas.length + missing < samples.length) {
    throw badFile(`It has ${samples.length} samples, but times for ${timeDeltas.length} only.`);
  }
  const first = missing === 1 ? 0 : (timeDeltas[0] ?? 0);
  let moment = startTime + first > endTime ? startTime : startTime + first;
  for (let i = 0; i < samples.length; i++) {
    if (i > 0) moment += timeDeltas[i - missing] ?? 0;
    moments[i] = moment;
  }
  return moments;
}

/** The order of time, samples of one moment as they stand; `null` when it is the order in which they stand. */
function findOrder(moments: Float64Array): Uint32Array | null {
  let sorted = true;
  for (let i = 1; i < moments.length && sorted; i++) {
    sorted = (moments[i] ?? 0) >= (moments[i - 1] ?? 0);
  }
  if (sorted) return null;
  const order = Uint32Array.from(moments, (_, i) => i);
  return order.sort((a, b) => (moments[a] ?? 0) - (moments[b] ?? 0) || a - b);
}

/** Turns moments, in order, into how long each sample lasts: in the same array, for there may be millions. */
function toDurations(
  moments: Float64Array,
  { startTime, endTime }: { readonly startTime: Micros; readonly endTime: Micros },
): Float64Array {
  let begin = startTime;
  for (let i = 0; i < moments.length; i++) {
    const next = moments[i + 1] ?? endTime;
    const end = Math.max(begin, Math.min(next, endTime));
    moments[i] = end - begin;
    begin = end;
  }
  return moments;
}

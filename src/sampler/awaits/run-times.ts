// Puts what ran after a wait where it ran, to the microsecond.
//
// V8 samples an idle thread by a signal, and that signal wakes its event loop, which then looks whether a timer is due:
// programs that wait for timers begin to run just after a sample, as a rule, and that sample says that they idled until
// the next one. So half a millisecond of each run would be missing, and most of the runs that are shorter than that.
// But it was noted when waits ended, and how long what they had held up ran then:
//
//   samples      idle       idle       work       work       idle
//   noted                    |work──────────────────|
//   becomes      idle────────|work──────────────────|idle────────
//
// A timer's callback that follows such a sample was called just after it, or when it was due. How long it ran is not known.
//
// Within a run each moment belongs to the sample that is nearest. While a thread does not idle, samples and runs have
// nothing to do with one another, and the samples are right as they are.

import { orderSamples } from '../../formats/v8-samples.ts';
import type { V8Profile } from '../../formats/v8-profile.ts';
import type { Micros } from '../../model/frame.ts';
import type { Run } from '../wait-rows.ts';
import type { RunLog } from './fresh-runs.ts';
import { RunNodes } from './run-nodes.ts';
import type { FindFunction, Point } from './run-nodes.ts';

/** The profile with what ran where it ran. It may have other samples, but spans the same time. */
export function withRunTimes(
  profile: V8Profile,
  log: RunLog,
  findFunction: FindFunction,
): V8Profile {
  const nodes = new RunNodes(profile.nodes, log.sites, findFunction);
  if (nodes.idle === undefined) return profile;
  const sampled = pointsOf(profile);
  const points = withCallbacks(withRuns(sampled, log.runs, nodes), log, nodes);
  return { ...profile, nodes: nodes.all(), ...samplesOf(points, sampled, profile) };
}

function withRuns(samples: readonly Point[], runs: readonly Run[], nodes: RunNodes): Point[] {
  const points: Point[] = [];
  let at = 0;
  const isIdle = (point: Point | undefined): boolean => point?.id === nodes.idle;
  for (const run of runs) {
    const begin = findFrom(samples, at, run.startUs);
    const end = findFrom(samples, begin, run.endUs);
    points.push(...samples.slice(at, begin));
    at = end;
    const seen = samples.slice(begin, end).filter(point => !isIdle(point));
    const [wasIdle, idlesNext] = [isIdle(samples[begin - 1]), isIdle(samples[end])];
    if (seen.length > 0 || wasIdle || idlesNext) points.push(...nodes.pointsOf(run, seen));
    if (idlesNext || (wasIdle && seen.length === 0)) points.push(nodes.idleFrom(run.endUs));
  }
  points.push(...samples.slice(at));
  return points;
}

/** What follows a thread's idling, and is no run, began when its callback was called. */
function withCallbacks(
  points: readonly Point[],
  { callbacksUs }: RunLog,
  nodes: RunNodes,
): readonly Point[] {
  let at = 0;
  return points.map((point, i) => {
    const before = points[i - 1];
    if (before === undefined || before.id !== nodes.idle || point.id === nodes.idle) return point;
    if (point.isNoted === true) return point;
    while ((callbacksUs[at] ?? Infinity) < before.startUs) at++;
    const calledUs = callbacksUs[at] ?? Infinity;
    const isCalled = calledUs < point.startUs;
    const wokenUs = nodes.isOfTimer(point.id) ? before.startUs + WAKE_US : Infinity;
    return { ...point, startUs: Math.min(point.startUs, isCalled ? calledUs : wokenUs) };
  });
}

/** From V8's signal to the first line of the callback of a timer. */
const WAKE_US = 90;

/** Index of the first of the points, from `at` on, that is not before this moment. */
function findFrom(points: readonly Point[], at: number, momentUs: Micros): number {
  let found = at;
  while ((points[found]?.startUs ?? Infinity) < momentUs) found++;
  return found;
}

function pointsOf(profile: V8Profile): readonly Point[] {
  const { ids, durationUs } = orderSamples(profile);
  let startUs = profile.startTime;
  return ids.map((id, i) => {
    const point = { id, startUs };
    startUs += durationUs[i] ?? 0;
    return point;
  });
}

/** In whole microseconds, and never before what they stand for: what ran then is found at their beginning. */
function samplesOf(
  points: readonly Point[],
  sampled: readonly Point[],
  { startTime, endTime }: V8Profile,
): Pick<V8Profile, 'samples' | 'timeDeltas' | 'sampleCounts'> {
  const samples: number[] = [];
  const timeDeltas: Micros[] = [];
  let lastUs = startTime;
  for (const { id, startUs } of points) {
    const momentUs = Math.max(lastUs, Math.ceil(startUs));
    if (momentUs > endTime) break;
    samples.push(id);
    timeDeltas.push(momentUs - lastUs);
    lastUs = momentUs;
  }
  return { samples, timeDeltas, sampleCounts: countSamples(points, sampled, samples.length) };
}

/** How many samples fell into the time of each of the first `length` points. */
function countSamples(
  points: readonly Point[],
  sampled: readonly Point[],
  length: number,
): number[] {
  let at = 0;
  return points.slice(0, length).map((_, i) => {
    const first = at;
    const endUs = i + 1 < length ? (points[i + 1]?.startUs ?? Infinity) : Infinity;
    while (at < sampled.length && (sampled[at]?.startUs ?? 0) < endUs) at++;
    return at - first;
  });
}

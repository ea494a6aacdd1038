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
// On a busy machine there may be no sample for a long while: how long the thread idled before a run was noted as well.
//
// Within a run each moment belongs to the sample that is nearest. While a thread does not idle, samples and runs have
// nothing to do with one another, and the samples are right as they are.

import { orderSamples } from '../../formats/v8-samples.ts';
import type { V8Profile } from '../../formats/v8-profile.ts';
import type { Micros } from '../../model/frame.ts';
import { IDLED } from '../await-batch.ts';
import type { Run } from '../runs.ts';
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
  const placing = new Placing(samples, nodes);
  for (const run of runs) placing.add(run);
  return placing.end();
}

/** Samples, with what was noted in their place. */
class Placing {
  private readonly points: Point[] = [];
  /** The next sample. */
  private at = 0;
  private lastRunUs: Micros | undefined;
  private idledUntilUs = -Infinity;

  constructor(
    private readonly samples: readonly Point[],
    private readonly nodes: RunNodes,
  ) {}

  /** To be told in order of time. */
  add(run: Run): void {
    const begin = findFrom(this.samples, this.at, run.startUs);
    const end = findFrom(this.samples, begin, run.endUs);
    const isNext = begin === this.at;
    this.points.push(...this.samples.slice(this.at, begin));
    this.at = end;
    const within = this.samples.slice(begin, end);
    if (run.site === IDLED) this.addIdle(run, within, isNext);
    else this.addRun(run, within, this.isIdle(this.samples[begin - 1]));
  }

  /** The points, when all runs are told. */
  end(): Point[] {
    return [...this.points, ...this.samples.slice(this.at)];
  }

  private addRun(run: Run, within: readonly Point[], isAfterIdle: boolean): void {
    const { points, nodes } = this;
    const seen = within.filter(point => !this.isIdle(point));
    const wasIdle = isAfterIdle || this.idledUntilUs >= run.startUs;
    const idlesNext = this.isIdle(this.samples[this.at]);
    if (seen.length > 0 || wasIdle || idlesNext) points.push(...nodes.pointsOf(run, seen));
    if (idlesNext || (wasIdle && seen.length === 0)) points.push(nodes.idleFrom(run.endUs));
    this.lastRunUs = run.endUs;
  }

  /** The thread idled, unless it was seen to do something; from the run before on, if nothing was seen in between. */
  private addIdle({ startUs, endUs }: Run, within: readonly Point[], isNext: boolean): void {
    if (!within.every(point => this.isIdle(point))) {
      this.points.push(...within);
      return;
    }
    const fromUs = isNext ? (this.lastRunUs ?? startUs) : startUs;
    this.points.push(this.nodes.idleFrom(fromUs));
    this.idledUntilUs = endUs;
  }

  private isIdle(point: Point | undefined): boolean {
    return point?.id === this.nodes.idle;
  }
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

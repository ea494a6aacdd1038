// On which lines of its caller a stack's leaf was called, as interrupted stacks have seen it, and the time of each.
//
// Samples that follow one another on the same path are a run: mostly of one call, or of a few that follow one another.
// Each sample takes what was seen nearest to it in its own run:
//
//   runs       ─────────────────        ─────────────────        ─────────────────
//   seen            A     A   B               (nothing)                A        B
//   taken      ────── A ───── B ─                                ───── A ───── B ─
//
// Where it was noted after which wait a sample ran, calls that were seen after the same wait count, in whichever run: the
// sample takes what was seen nearest to as long after the wait.
//
//   wait at line 3   ────── A ──────── ─        wait at line 3   ──────────────── B
//   taken            ─── A ───────── B ─                         ─── A ───────── B ─
//
// Other runs in which nothing was seen are shared out so that, with them, each line has the part of the time that the stacks
// on it stand for: short runs are missed more often than long ones.

import { firstIndex } from '../../model/first-index.ts';
import type { Micros } from '../../model/frame.ts';
import type { Run } from '../runs.ts';
import { BurstCalls } from './burst-calls.ts';

/** A call that was seen. */
export interface SeenCall {
  readonly us: Micros;
  /** It was so from this moment on, until `us`. */
  readonly sinceUs: Micros;
  readonly place: number;
  /** How much time it stands for. */
  readonly weightUs: Micros;
  /** What ran then, where that had waited. */
  readonly run?: Run | undefined;
}

/** A sample. */
export interface Moment {
  /** Its middle, on V8's clock. */
  readonly moment: Micros;
  readonly us: Micros;
  /** As of {@link SeenCall}. */
  readonly run?: Run | undefined;
}

/** The calls of one stack's leaf from its parent, in order of time. */
export class SeenCalls {
  private readonly calls: SeenCall[] = [];
  /** Site of a wait → what was seen after it. */
  private readonly bursts = new Map<number, BurstCalls>();
  private readonly taken = new Map<number, Micros>();
  private unseenUs: Micros = 0;
  private allUs: Micros = 0;
  private run: Moment[] = [];
  private lastSample = -2;

  /** To be told in order of time, before the samples. */
  add(call: SeenCall): void {
    this.calls.push(call);
    const { run, us, sinceUs, place } = call;
    if (run === undefined) return;
    let burst = this.bursts.get(run.site);
    if (burst === undefined) this.bursts.set(run.site, (burst = new BurstCalls()));
    burst.add({ offsetUs: us - run.startUs, sinceUs: sinceUs - run.startUs, place });
  }

  /** Samples must come in their order. */
  take(sample: number, moment: Moment): void {
    const place = this.placeInBurst(moment);
    if (place !== undefined) {
      this.allUs += moment.us;
      this.give(place, moment.us);
      return;
    }
    if (sample !== this.lastSample + 1) this.endRun();
    this.lastSample = sample;
    this.run.push(moment);
  }

  /** The time of each place: together, that of all samples. */
  forEach(visit: (place: number, us: Micros) => void): void {
    this.endRun();
    const missing = this.findMissing();
    let sum = 0;
    for (const us of missing.values()) sum += us;
    for (const [place, us] of missing) if (sum > 0) this.give(place, (us * this.unseenUs) / sum);
    this.unseenUs = 0;
    this.taken.forEach((us, place) => {
      visit(place, us);
    });
  }

  /** Place → how much time it should have beyond what it has. */
  private findMissing(): ReadonlyMap<number, Micros> {
    const weights = new Map<number, Micros>();
    let sum = 0;
    for (const { place, weightUs } of this.calls) {
      weights.set(place, (weights.get(place) ?? 0) + weightUs);
      sum += weightUs;
    }
    const missing = new Map<number, Micros>();
    for (const [place, weight] of weights)
      missing.set(place, Math.max(0, (this.allUs * weight) / sum - (this.taken.get(place) ?? 0)));
    return missing;
  }

  private placeInBurst({ moment, run }: Moment): number | undefined {
    return run && this.bursts.get(run.site)?.nearest(moment - run.startUs);
  }

  private endRun(): void {
    const { run } = this;
    const [first, last] = [run[0], run.at(-1)];
    if (first === undefined || last === undefined) return;
    this.run = [];
    const from = this.firstAfter(first.moment - first.us / 2);
    const to = this.firstAfter(last.moment + last.us / 2) - 1;
    for (const { us } of run) this.allUs += us;
    if (to < from) for (const { us } of run) this.unseenUs += us;
    else this.split(run, from, to);
  }

  /** Each sample is of the nearest of these calls. */
  private split(run: readonly Moment[], from: number, to: number): void {
    let nearest = from;
    for (const { moment, us } of run) {
      const distance = (of: number): number => distanceFrom(this.calls[of], moment);
      while (nearest < to && distance(nearest + 1) <= distance(nearest)) nearest++;
      this.give(this.calls[nearest]?.place ?? 0, us);
    }
  }

  private give(place: number, us: Micros): void {
    this.taken.set(place, (this.taken.get(place) ?? 0) + us);
  }

  /** Index of the first call that was seen at this moment or later. */
  private firstAfter(moment: Micros): number {
    return firstIndex(this.calls.length, i => (this.calls[i]?.us ?? Infinity) >= moment);
  }
}

/** How long it is from a moment to the time of a call. */
function distanceFrom(call: SeenCall | undefined, moment: Micros): Micros {
  if (call === undefined) return Infinity;
  return Math.max(0, call.sinceUs - moment, moment - call.us);
}

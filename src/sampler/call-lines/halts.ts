// Threads that do not answer: native code is not interrupted, so who asks meanwhile has the answer when it is over.
//
//   samples          main > run > exec                                    main > run > exec
//   asked              ?─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─ ─┐                         ?─ ─ ─ ─ ─ ─ ─ ─ …
//   interrupted                                  main:3 > run > exec
//
// What was sampled meanwhile and is on the stack still was called from there all the time, and before that for as long as
// nothing else was sampled. Of what has begun since, only the beginning was seen.

import type { Micros } from '../../model/frame.ts';
import type { CallSites } from '../messages.ts';
import { SampleTimes } from './sample-times.ts';
import type { SampledChunk } from './sample-times.ts';
import type { SeenCall } from './seen-calls.ts';

/** A thread that computes answers sooner than that. */
const USUAL_DELAY_US = 2000;

/** For which time a call was seen. */
export type SeenTime = Pick<SeenCall, 'us' | 'sinceUs' | 'weightUs'>;

/** What was sampled while a chunk's questions were not answered. */
export class Halts {
  private readonly times: SampleTimes;

  constructor(
    private readonly chunk: SampledChunk,
    private readonly sites: CallSites,
  ) {
    this.times = new SampleTimes(chunk);
  }

  /** For which time an interruption shows that a stack was called. */
  timeOf(hit: number): (called: number) => SeenTime {
    const [us, weightUs] = [this.sites.hitUs[hit] ?? 0, this.sites.hitWeightUs[hit] ?? 0];
    const delayUs = this.sites.hitDelayUs[hit] ?? 0;
    if (delayUs < USUAL_DELAY_US) return () => ({ us, sinceUs: us, weightUs });
    const during = us - delayUs / 2;
    const sampled = this.sampledAt(during);
    const sinceUs = Math.max(this.sites.hitUs[hit - 1] ?? 0, this.times.sameSince(during));
    return called =>
      sampled.has(called)
        ? { us, sinceUs: Math.min(sinceUs, us - delayUs), weightUs }
        : { us, sinceUs: us, weightUs: weightUs - delayUs };
  }

  /** The stack that was sampled then, and all below it. */
  private sampledAt(us: Micros): ReadonlySet<number> {
    const stacks = new Set<number>();
    for (let at = this.times.stackAt(us); at >= 0; at = this.chunk.stacks.parent(at))
      stacks.add(at);
    return stacks;
  }
}

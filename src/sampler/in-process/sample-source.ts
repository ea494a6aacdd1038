// What samples a thread, as its users see it.

import type { V8Profile } from '../../formats/v8-profile.ts';
import type { Micros } from '../../model/frame.ts';

/** Samples one thread from `start` to `stop`. Everything happens during the calls. */
export interface SampleSource {
  readonly name: SourceName;
  /** Throws when V8 refuses, or another one samples already where only one can. */
  start(intervalUs: Micros): void;
  /** The samples since the start or the last cut. Goes on without a gap. */
  cut(): V8Profile;
  /** The samples since the start or the last cut. */
  stop(): V8Profile;
}

/** Which sampler is used. */
export type SourceName = 'v8-profiler-next' | 'inspector';

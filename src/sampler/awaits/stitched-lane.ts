// A lane before and after its waiting was put where the program waits: see `async-stitcher.ts`.

import type { Micros } from '../../model/frame.ts';
import type { LaneBuilder } from '../../model/lane-builder.ts';
import type { SessionTables } from '../../model/session.ts';
import type { RoundedSamples } from './rounded-samples.ts';
import type { Continued, SiteStacks } from './site-stacks.ts';
import type { WaitingShare } from './waiting-shares.ts';

/** A sample's stack as V8 had it and as it is meant. */
export interface Move {
  readonly from: number;
  readonly to: number;
  /** The await after which this ran. */
  readonly site: number;
  /** From `to` down; as many stacks from `from` down stand for the same functions. */
  readonly continued: Continued;
  us: Micros;
}

/** Time of a site's `[await]`. */
export interface Waited extends Pick<WaitingShare, 'site' | 'below'> {
  us: Micros;
}

/** A lane's samples, put right, and what was moved. */
export interface StitchedLane {
  readonly samples: RoundedSamples;
  /** What ran after awaits, one for each stack and await. */
  readonly moves: readonly Move[];
  /** Time that was given to `[await]`s. */
  readonly waits: readonly Waited[];
  readonly siteStacks: SiteStacks;
  /** Stack → its own time before anything was moved. */
  readonly sampledUs: Float64Array;
}

/** What becomes of a lane's samples: used up, their memory is that of the samples that come of them. */
export type CollectedRows = 'kept' | 'used up';

/** A lane as it was sampled. */
export interface SampledLane {
  readonly session: SessionTables;
  readonly data: LaneBuilder;
  readonly rows: CollectedRows;
  /** On the log's clock. */
  readonly startUs: Micros;
  /** Sample → whether the log's program did not run there, so that it waited if it awaited anything. */
  readonly foreign: readonly boolean[];
  /** Frames that no sample has shown, only awaits; grows. */
  readonly unsampled: Set<number>;
}

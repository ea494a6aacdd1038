// What the preload gives to the relay.

import type { TargetOptions } from '../messages.ts';

/** The relay's `workerData`. */
export interface RelayData {
  readonly options: TargetOptions;
  readonly flags: Int32Array;
  /** That of the main thread's `TimeLimits`. */
  readonly limits: ArrayBufferLike;
  /** That of the program's `EndingWorkers`. */
  readonly ending: ArrayBufferLike;
  readonly command: string;
  /** Path of what the process runs; empty where that is no file. */
  readonly script: string;
  /** Node.js counts the calls of the program for a coverage report. */
  readonly isCounted: boolean;
  /** See `HelloMessage`. */
  readonly clockOriginUs: number;
}

// A profile as V8 gives it: `Profiler.Profile` of the inspector protocol, the content of a `.cpuprofile` file.

import type { Micros } from '../model/frame.ts';

/** A function as V8 names it. Line and column from 0; -1 for code without a script. */
export interface V8CallFrame {
  readonly functionName: string;
  readonly scriptId: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** Samples that hit one line of a node's function (or, on Node 20 to 24, of a function inlined into it). */
export interface V8PositionTick {
  /** From 1. */
  readonly line: number;
  readonly ticks: number;
}

/** A node of V8's call tree. It names its children, or its parent. */
export interface V8ProfileNode {
  readonly id: number;
  readonly callFrame: V8CallFrame;
  readonly hitCount?: number;
  readonly children?: readonly number[];
  readonly parent?: number;
  /** One line may be listed several times: Node 26 does so. */
  readonly positionTicks?: readonly V8PositionTick[];
}

/** A profile of one thread. Times in microseconds of a monotonic clock. */
export interface V8Profile {
  readonly nodes: readonly V8ProfileNode[];
  readonly startTime: Micros;
  readonly endTime: Micros;
  /** Node ids in order of time. */
  readonly samples?: readonly number[];
  /** Time from the sample before (the first: from `startTime`) to this one. */
  readonly timeDeltas?: readonly Micros[];
  /** How many samples each entry of `samples` stands for; absent: one each. Ours: no file of another's has it. */
  readonly sampleCounts?: readonly number[];
}

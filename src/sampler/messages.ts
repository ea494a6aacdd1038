// What travels from a recorded thread to us, and back: plain JSON values, one frame each (see `framing.ts`).

import type { Micros } from '../model/frame.ts';
import type { AwaitMessage } from './await-messages.ts';
import type { V8Profile } from '../formats/v8-profile.ts';

/** What a target is told at its start, through an environment variable that the program never sees. */
export interface TargetOptions {
  /** Path of the local socket (a named pipe on Windows) on which the recording is delivered. */
  readonly pipe: string;
  readonly intervalUs: Micros;
}

/** The first message of a lane. */
export interface HelloMessage {
  readonly type: 'hello';
  readonly pid: number;
  readonly parentPid: number;
  readonly threadId: number;
  readonly nodeVersion: string;
  readonly platform: string;
  /** What the process runs, as a user would type it. */
  readonly command: string;
  /** V8's monotonic clock (microseconds) when the thread's `performance.now()` was 0. */
  readonly clockOriginUs: Micros;
  /** V8's monotonic clock when this was sent: about the start of the lane. */
  readonly nowUs: Micros;
}

/** A script that has samples, and what is needed to map positions in it. */
export interface ScriptMessage {
  readonly type: 'script';
  readonly url: string;
  readonly sourceMapUrl?: string;
  readonly source?: string;
}

/**
 * Interrupted stacks, folded: row i is a call site. A parent stands before its children. Lines and columns from 0, as
 * V8 gives them; a site's caller is its parent row.
 */
export interface CallSites {
  readonly parent: readonly number[];
  readonly functionName: readonly string[];
  readonly url: readonly string[];
  readonly line: readonly number[];
  readonly column: readonly number[];
  /** Where the text of the site's function begins; -1: unknown. */
  readonly functionLine: readonly number[];
  readonly functionColumn: readonly number[];
  /** Stack → the row in which it ends; in order of time. */
  readonly hitRow: readonly number[];
  /** Stack → when it was taken, on V8's monotonic clock. */
  readonly hitUs: readonly Micros[];
  /** Stack → whether its outermost frames are missing. */
  readonly hitCut: readonly boolean[];
  /** Stack → how much time it stands for: the pause before it, and how long the thread did not answer. */
  readonly hitWeightUs: readonly Micros[];
  /** How long the thread did not answer before. */
  readonly hitDelayUs: readonly Micros[];
}

/** Samples of about a second. What was waited for in that time has been told before. */
export interface ChunkMessage {
  readonly type: 'chunk';
  readonly profile: V8Profile;
  readonly callSites: CallSites;
  /** CPU time of the process since the lane's start. */
  readonly cpuTimeUs: Micros;
}

/** The answer to a {@link FetchRequest}: its chunk has been sent before. */
export interface FetchedMessage {
  readonly type: 'fetched';
  readonly id: number;
}

/** The process has been sent a signal, by whomever. */
export interface SignalledMessage {
  readonly type: 'signalled';
  readonly signal: NodeJS.Signals;
}

/** The lane is complete: what follows is the end of the process. */
export interface EndMessage {
  readonly type: 'end';
}

/** Everything that a recorded thread sends. */
export type LaneMessage =
  | HelloMessage
  | ScriptMessage
  | ChunkMessage
  | AwaitMessage
  | FetchedMessage
  | SignalledMessage
  | EndMessage;

/** What we ask of a recorded thread: deliver now what there is. */
export interface FetchRequest {
  readonly type: 'fetch';
  readonly id: number;
}

// What travels from a recorded thread to us, and back: plain JSON values, one frame each (see `framing.ts`).

import type { Micros } from '../model/frame.ts';
import type { V8Profile } from '../formats/v8-profile.ts';

/** What a target is told at its start, through an environment variable that the program never sees. */
export interface TargetOptions {
  /** Path of the local socket (a named pipe on Windows) on which the recording is delivered. */
  readonly pipe: string;
  readonly intervalUs: Micros;
  /** `NODE_OPTIONS` as the user had it; `null` where it was not set. */
  readonly nodeOptions: string | null;
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
}

/** A script that has samples, and what is needed to map positions in it. */
export interface ScriptMessage {
  readonly type: 'script';
  readonly url: string;
  readonly sourceMapUrl?: string;
  readonly source?: string;
}

/**
 * Interrupted stacks, folded: row i is a call site with `count[i]` stacks that end there. A parent stands before its
 * children. Lines and columns from 0, as V8 gives them; a site's caller is its parent row.
 */
export interface CallSites {
  readonly parent: readonly number[];
  readonly functionName: readonly string[];
  readonly url: readonly string[];
  readonly line: readonly number[];
  readonly column: readonly number[];
  readonly count: readonly number[];
}

/** Samples of about a second. */
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

/** The lane is complete: what follows is the end of the process. */
export interface EndMessage {
  readonly type: 'end';
}

/** Everything that a recorded thread sends. */
export type LaneMessage = HelloMessage | ScriptMessage | ChunkMessage | FetchedMessage | EndMessage;

/** What we ask of a recorded thread: deliver now what there is. */
export interface FetchRequest {
  readonly type: 'fetch';
  readonly id: number;
}

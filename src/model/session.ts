// A session: one recording with its metadata. It is what is saved, loaded, mapped to original sources and shown.
//
// Tables keep it small and fast to read: strings are named once, frames refer to strings, stacks refer to frames
// and to their parent stack, samples refer to stacks.
//
//   strings ← frames ← stacks ← lanes[].samples   (time order)
//                            ↖ lanes[].leafLines  (which line of the leaf the time was spent on)
//                            ↖ lanes[].callLines  (which line of the caller the call was made from)
//
// The same shape holds a recording in generated positions (what V8 ran) and, after `sourcemap/`, in original ones.

import type { Micros } from './frame.ts';

/** How a program ended. Both are `null` while it runs, or when it was left running. */
export interface ExitStatus {
  readonly code: number | null;
  /** Name of the signal that ended it, such as `SIGTERM`. */
  readonly signal: string | null;
}

/** Facts about a recording that are not samples. */
export interface SessionMeta {
  /** What was run, as a user would type it: `node app.js --port 80`. */
  readonly program: string;
  /** ISO 8601, UTC. */
  readonly startTime: string;
  readonly cwd: string;
  /** Folders besides `cwd` from which the program names its files, as Python's `sys.path`; where paths are shown, the
   * shortest way counts. */
  readonly moduleFolders?: readonly string[];
  /** `process.version` of the recorded program, `null` when unknown (a foreign profile). */
  readonly nodeVersion: string | null;
  /** `process.platform` of the recorded program, `null` when unknown. */
  readonly platform: string | null;
  /** The sampling interval that was asked for. */
  readonly intervalUs: Micros;
  /** Wall-clock time from the program's first line to its end. */
  readonly durationUs: Micros;
  /** CPU time of the process in that time, `null` when unknown. */
  readonly cpuTimeUs: Micros | null;
  readonly exit: ExitStatus;
  /** What a reader must know about the numbers, in sentences: an estimate, a lost chunk. */
  readonly notes: readonly string[];
}

/** Columns of equal length; row i is frame i. `-1` stands for `null` in every column but `kind`. */
export interface FrameTable {
  /** Index into `strings`. */
  readonly name: readonly number[];
  /** Index into `strings`. */
  readonly className: readonly number[];
  /** Index into `strings`. */
  readonly file: readonly number[];
  /** From 1. */
  readonly line: readonly number[];
  /** From 1. */
  readonly column: readonly number[];
  /** Index into `FRAME_KINDS`. */
  readonly kind: readonly number[];
}

/** Columns of equal length; row i is stack i. A parent stands before its children, so `parent[i] < i`. */
export interface StackTable {
  /** The stack without its leaf; `-1` when the leaf is a root. */
  readonly parent: readonly number[];
  /** The leaf's frame. */
  readonly frame: readonly number[];
}

/** What a lane did, in time order and without gaps: row i lasted `durationUs[i]` and starts where row i - 1 ended. */
export interface SampleTable {
  readonly stack: readonly number[];
  readonly durationUs: readonly number[];
  /**
   * How many samples each row stands for: none where no sample fell into it, as when several awaits share one, or when
   * it was noted what ran between two; many where equal ones were added up. Absent: one each.
   */
  readonly count?: readonly number[] | undefined;
}

/**
 * On which lines the time of stacks was spent; one stack may have several rows. Rows of one stack sum to the stack's
 * self time (leaf lines) or to its total time (call lines). `line` 0 means: not known, it belongs to the function as
 * a whole. `column` 0 means: not known. A stack without rows is not known either.
 */
export interface LineShares {
  readonly stack: readonly number[];
  /** From 1; 0 = undecided. */
  readonly line: readonly number[];
  /** From 1; 0 = unknown. */
  readonly column: readonly number[];
  readonly us: readonly Micros[];
}

/** Facts about the awaits that began on a line; row i is one line. They may overlap, so they are not wall-clock time. */
export interface AwaitTable {
  /** Index into `strings`. */
  readonly file: readonly number[];
  readonly line: readonly number[];
  readonly column: readonly number[];
  readonly count: readonly number[];
  readonly totalUs: readonly Micros[];
  readonly maxUs: readonly Micros[];
}

/** One JavaScript thread of one process. */
export interface LaneData {
  /** What a reader calls it: `main`, `worker 2`, `child 4711 (server.js)`. */
  readonly name: string;
  readonly pid: number;
  /** 0 for the main thread of a process. */
  readonly threadId: number;
  /** Start of the first sample, measured from the session's start. */
  readonly startUs: Micros;
  readonly samples: SampleTable;
  /** In the file of the stack's leaf frame. */
  readonly leafLines: LineShares;
  /** In the file of the parent stack's leaf frame: where that function calls this stack's leaf. */
  readonly callLines: LineShares;
  /**
   * The same for the waiting in a stack's time alone: the lines from which a function is called need not wait alike.
   * Absent, or a stack without rows: as all of its time is.
   */
  readonly waitLines?: LineShares;
  readonly awaits: AwaitTable;
}

/** A session, as kept in memory and in a `.hotpath` file. Never changed after it was made. */
export interface SessionData {
  readonly format: 'hotpath-session';
  readonly version: 1;
  readonly meta: SessionMeta;
  readonly strings: readonly string[];
  readonly frames: FrameTable;
  readonly stacks: StackTable;
  readonly lanes: readonly LaneData[];
}

/** What the lanes of a session refer to. */
export type SessionTables = Pick<SessionData, 'strings' | 'frames' | 'stacks'>;

/** A script that V8 ran, as far as it is needed to map positions in it. */
export interface Script {
  /** As V8 names it: `file:///app/a.ts`, `/app/a.js`, `node:fs`, `evalmachine.<anonymous>`, or empty. */
  readonly url: string;
  /** The script's `sourceMappingURL`, data URLs included. */
  readonly sourceMapUrl?: string;
  /** The text that V8 ran, where it was fetched from V8; absent: the file on disk is what ran. */
  readonly source?: string;
}

/**
 * What the sampler (or a foreign profile) delivers: a session in generated positions, where `frames.file` names
 * script URLs and every frame with a file is of kind `application` for now, and the scripts to map it with.
 */
export interface Recording {
  readonly session: SessionData;
  readonly scripts: readonly Script[];
  /** Path of the script that was run, links resolved; absent: not known, or no file. */
  readonly program?: string;
  /** Its positions are original ones already, or as near to them as one can come: only whose code it is remains open. */
  readonly isMapped?: boolean;
}

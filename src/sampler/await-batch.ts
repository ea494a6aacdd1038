// What a thread tells of its waits, and of what ran after them.

/** A function on the stack of an await. Positions from 1; `functionLine` 0 means unknown. */
export interface AwaitFrame {
  readonly name: string;
  readonly url: string;
  /** Where the function stands: at the await, or at the call that leads to it. */
  readonly line: number;
  readonly column: number;
  /** Where the function begins. */
  readonly functionLine: number;
  readonly functionColumn: number;
  /** It does not run but awaits what runs. */
  readonly isAsync: boolean;
}

/**
 * What a program waits for: an await; a part of what `Promise.all` and its like put together, which is awaited as one; a
 * callback that will be called; a child process to end, which many a program does all its life; a callback that is called
 * again and again, as one that shows progress or watches over something.
 */
export type WaitKind = (typeof WAIT_KINDS)[number];

/** All of them. Of several at a time, what is waited for is rather the first of these. */
export const WAIT_KINDS = ['await', 'part', 'callback', 'process', 'repeat'] as const;

/** Whether it is no promise that is waited for, but a function that is called. */
export function isCalled(kind: WaitKind | undefined): boolean {
  return kind === 'callback' || kind === 'repeat';
}

/** A place in the program where it waits, with its callers, async ones included; innermost first. */
export interface AwaitSite {
  readonly frames: readonly AwaitFrame[];
  /** What is awaited here is no work of the program's own, such as a timer or a socket. */
  readonly plain: boolean;
  readonly kind: WaitKind;
  /** It is no `await` but a `.then`: what goes on is a function that it was given, which is not on this stack. */
  readonly callsBack?: true;
  /** A `.then` of what another `.then` gives: what is waited for there is counted for that one. */
  readonly isNext?: true;
  /** What a `.then` has called returned a promise, for which V8 waits there. */
  readonly isReturned?: true;
  /** Of a `part`: the first one that is there decides, and the others are waited for no longer. */
  readonly isRaced?: true;
  /** It is an await that was compiled to a `.then` of a helper: that runs the function on, which has not called it. */
  readonly isCompiled?: true;
  /** The site whose callback was running when the program first waited here. */
  readonly after?: number;
}

/** Stands in {@link AwaitBatch.waits} for an await that there is not: a callback was called, and no await went on. */
export const LETS_NONE_GO_ON = -1;

/** Stands for the id of a wait after which the program went on to settle a promise; the same turns it back. */
export function causedBy(id: number): number {
  return LETS_NONE_GO_ON - id;
}

/** Numbers in a row of `AwaitBatch.waits`. */
export const WAIT_ROW = 7;

/** Numbers in a row of `AwaitBatch.runs`. */
export const RUN_ROW = 3;

/** Numbers in a row of `AwaitBatch.briefWaits`. */
export const BRIEF_ROW = 8;

/** Stands in {@link AwaitBatch.runs} for a site: nothing ran, the thread idled until a wait was over. */
export const IDLED = -2;

/** Waits and the runs that follow them. Times in milliseconds of the lane's `performance.now()`. */
export interface AwaitBatch extends NotedAwaits {
  /** New sites; they are numbered in the order in which they are told, from 0. */
  readonly sites: readonly AwaitSite[];
}

/** Rows of an {@link AwaitBatch}. */
export interface NotedAwaits {
  /**
   * Rows of {@link WAIT_ROW}: id, site (-1: unknown), start, end (-1: not known), how many awaits this one stands for, the
   * id of the wait on whose promise it waits (0: none; {@link causedBy}: of one that led to it), whether it is over (1). One that is not may be told once more
   * under its id, when it is; if that row ends where it starts, the program did not wait after all. For a callback that
   * was called there stands the id of the await that it has let go on, or {@link LETS_NONE_GO_ON}; 0: not known.
   */
  readonly waits: readonly number[];
  /** Rows of {@link RUN_ROW}: site that was resumed (-1: unknown) or {@link IDLED}, start, end. */
  readonly runs: readonly number[];
  /**
   * Rows of {@link BRIEF_ROW}, each of waits that were too short to be told one by one, and followed one another closely:
   * site, start of the first, end of the last, how many, how long they were together, how long the longest was,
   * whether others are known to wait for them (0: no; 1: yes, and these count; {@link LETS_NONE_GO_ON}), and whether these
   * stand for more that followed one another (1), so that something else may have been waited for in between.
   */
  readonly briefWaits?: readonly number[];
  /**
   * Pairs of the ids of a wait, and of one that led to its end, beside the one that it waits for: what is settled by that is
   * awaited there in a way that no stack tells.
   */
  readonly links?: readonly number[];
  /** There were others that are not told. */
  readonly isPart?: true;
}

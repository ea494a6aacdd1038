// What is known of a wait while it goes on.

import type { WaitKind } from '../../await-batch.ts';
import type { CapturedStack } from '../capture-stack.ts';

/** A wait that was noted. */
export interface NotedWait {
  readonly id: number;
  startMs: number;
  readonly stride: number;
  /** The awaited promise was made just before, by nothing that awaits itself. */
  readonly plain: boolean;
  readonly kind: WaitKind;
  /** What goes on is called back, as by `.then`; for a promise the stack tells. */
  readonly callsBack: boolean;
  /**
   * V8 has wrapped in it what is awaited and is no promise, but may have a `then`, which is called back. Until its stack is
   * read it may also be what the program's own `.then` has made, which is awaited at once.
   */
  isWrapper: boolean;
  /** The awaited promise, until what waits for it goes on. */
  awaited: object | null;
  /** The one that began before it to wait for the same promise, and how many these are in all. */
  beside: NotedWait | null;
  besides: number;
  /** As in `AwaitBatch.waits`. */
  waitsFor: number;
  /** What the owner of the tracker wanted to remember of the moment. */
  readonly tag: unknown;
  stack: CapturedStack | null;
  /** Where the awaited promise was made, if that was just before. */
  madeAt: CapturedStack | null;
  /** -1: not read yet, or unknown. */
  site: number;
  /** The wait whose callback ran when it began. */
  after: NotedWait | null;
  /** The await that had gone on when it began. */
  before: NotedWait | null;
  /** What was called back there has returned the promise that is awaited. */
  readonly isReturned: boolean;
  /** The await that has let it go on, where none had gone on when it began. */
  settledBy: NotedWait | null;
  /** The awaits that led to its end, the last first: see `await-causes.ts`. */
  causes: readonly NotedWait[];
  told: boolean;
  /** Its end was told. */
  isOver: boolean;
  resumedMs: number;
  /** What goes on after it has settled a promise for which others wait. */
  hasLetGoOn: boolean;
  /** Start of what ran since and is not told yet. */
  runMs: number;
  /** When its callback was called. */
  endMs: number;
}

/** What is known of a wait when it begins. */
export type BegunWait = Pick<
  NotedWait,
  | 'id'
  | 'startMs'
  | 'stride'
  | 'plain'
  | 'kind'
  | 'callsBack'
  | 'awaited'
  | 'madeAt'
  | 'waitsFor'
  | 'tag'
  | 'stack'
  | 'after'
  | 'before'
  | 'isReturned'
>;

const NONE: readonly NotedWait[] = [];

/** A wait that has begun. Written out: to spread what is known takes V8 three times as long as all the rest. */
export function beginWait(begun: BegunWait): NotedWait {
  return {
    id: begun.id,
    startMs: begun.startMs,
    stride: begun.stride,
    plain: begun.plain,
    kind: begun.kind,
    callsBack: begun.callsBack,
    isWrapper: false,
    awaited: begun.awaited,
    beside: null,
    besides: 0,
    waitsFor: begun.waitsFor,
    tag: begun.tag,
    stack: begun.stack,
    madeAt: begun.madeAt,
    site: -1,
    after: begun.after,
    before: begun.before,
    isReturned: begun.isReturned,
    settledBy: null,
    causes: NONE,
    told: false,
    isOver: false,
    resumedMs: 0,
    hasLetGoOn: false,
    runMs: 0,
    endMs: 0,
  };
}

/** Whether its callback was called; not one that goes on after that, to be called once more. */
export function isOver({ endMs }: NotedWait): boolean {
  return endMs > 0;
}

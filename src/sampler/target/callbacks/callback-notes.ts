// Notes waits that are no awaits: from the start of an operation until its callback is called, and how long that runs.

import type { WaitKind } from '../../await-batch.ts';
import type { AwaitTracker } from '../waits/await-tracker.ts';
import { captureStack } from '../capture-stack.ts';
import { Causes } from './causes.ts';
import { later } from './own-tasks.ts';
import type { NotedWait } from '../waits/noted-wait.ts';
import type { Origin } from '../waits/wait-sites.ts';
import type { WaitNotes } from '../waits/wait-notes.ts';

/** Programs replace these: the notes use what was there at the start. */
const now = performance.now.bind(performance);

const OF_CALLBACK = {
  plain: true,
  awaited: null,
  callsBack: false,
  madeAt: null,
  isReturned: false,
} as const;

/** What those who see operations begin and end tell. */
export class CallbackNotes {
  private readonly notes: WaitNotes;
  private readonly causes = new Causes();
  /** After the callback, before anything that it has let go on. */
  private readonly endOfCall = (): void => {
    try {
      this.notes.suspend(now());
    } catch {
      // A built-in that we use is broken: what runs is told later.
    }
  };

  constructor({ notes }: AwaitTracker) {
    this.notes = notes;
  }

  /**
   * An operation was started, above the function `above`, whose callback will be called. Gives the wait where it is
   * noted.
   */
  begin(operation: object, above: unknown, kind: WaitKind = 'callback'): NotedWait | undefined {
    const { notes } = this;
    if (!notes.isOn || !notes.isDue('callback')) return undefined;
    const wait = notes.note(operation, { ...OF_CALLBACK, kind }, above);
    notes.newest.hasBegunCallback = true;
    const before = this.cause(wait.startMs);
    // Not a chain without end.
    if (before !== null) wait.after = before.site >= 0 ? before : (before.after ?? before);
    return wait;
  }

  /** The same operation goes on, and its callback will be called once more. */
  beginAgain(operation: object, before: NotedWait): void {
    const wait = this.begin(operation, CallbackNotes);
    if (wait !== undefined) wait.site = this.notes.batch.sites.of(before);
  }

  /** The callback of an operation is about to be called; without effect for one that was not noted. */
  call(operation: object): NotedWait | undefined {
    const nowMs = now();
    const wait = this.over(operation, nowMs);
    if (wait === undefined) return undefined;
    if (wait.kind === 'callback') this.notes.call(wait, nowMs);
    else this.notes.end(wait, nowMs);
    this.causes.add(operation, wait);
    this.run(wait, nowMs);
    return wait;
  }

  /**
   * A callback of an operation is about to be called that is not its last: the same wait goes on, for `next`. Gives
   * whether it is noted.
   */
  callOn(operation: object, next: object): boolean {
    const nowMs = now();
    const { pending } = this.notes;
    const wait = pending.find(operation);
    if (wait === undefined) return false;
    pending.remove(operation);
    pending.forget(wait);
    pending.add(next, wait);
    this.notes.call(wait, nowMs);
    this.run(wait, nowMs);
    return true;
  }

  /** What is in the queue of tasks will go on for those on the stack above this function. Gives whether it is noted. */
  beginTask(task: object, above: unknown): boolean {
    const { notes } = this;
    // A queue of jobs that has told of one's end begins the next: that is for others.
    if (!notes.isOn || notes.hasLetGoOn || !notes.isDue()) return false;
    notes.note(task, { ...OF_CALLBACK, kind: 'await', callsBack: true }, above);
    return true;
  }

  /** It goes on. */
  runTask(task: object): void {
    const nowMs = now();
    const wait = this.over(task, 0);
    if (wait === undefined) return;
    // The program did not wait for it: it had other things to do.
    wait.startMs = nowMs;
    this.run(wait, nowMs);
  }

  /** The operation was over at that time; its callback may have been called unseen. */
  end(operation: object, endMs = now()): void {
    const wait = this.over(operation, endMs);
    if (wait !== undefined) this.notes.end(wait, endMs);
  }

  /** The operation is known to end then, unless it ends otherwise before. */
  expectEnd(operation: object, endMs: number): void {
    const wait = this.notes.pending.find(operation);
    if (wait !== undefined && endMs < Infinity) this.notes.batch.tellOpen(wait, endMs);
  }

  /** The program does not wait for this operation after all. */
  takeBack(operation: object): void {
    this.notes.takeBack(operation);
  }

  /** Whether the operation was begun while the program was loaded, or made ready to serve. */
  isOfStartUp(operation: object): boolean {
    const wait = this.notes.pending.find(operation);
    return wait !== undefined && this.notes.batch.sites.isOfStartUp(wait);
  }

  /**
   * Remembers the present place, above the function `above`: of what goes on to start operations when nothing of the
   * program is on the stack.
   */
  origin(above: unknown): Origin {
    const after = this.cause(now());
    const stack = captureStack(above);
    const of = { ...OF_CALLBACK, kind: 'callback', isWrapper: false } as const;
    return { ...of, stack, site: -1, after, before: null, waitsFor: 0 };
  }

  /** Where nothing of the program's is on the stack of a wait: it goes on with what began there. */
  continueFrom(wait: NotedWait, origin: Origin): void {
    const { sites } = this.notes.batch;
    if (!sites.isOfProgram(wait)) wait.site = sites.of(origin);
  }

  /** As {@link continueFrom}, with the callback that is being called. */
  continueTurn(wait: NotedWait): void {
    const before = this.notes.callbackAt(wait.startMs);
    if (before !== null) this.continueFrom(wait, before);
  }

  /** The wait whose callback has led to what runs now. */
  private cause(nowMs: number): NotedWait | null {
    return this.causes.find() ?? this.notes.callbackAt(nowMs);
  }

  private run(wait: NotedWait, nowMs: number): void {
    this.notes.resume(wait, nowMs);
    later(this.endOfCall);
  }

  private over(operation: object, endMs: number): NotedWait | undefined {
    const wait = this.notes.pending.find(operation);
    if (wait === undefined) return undefined;
    this.notes.pending.remove(operation);
    this.notes.pending.forget(wait);
    wait.endMs = endMs;
    return wait;
  }
}

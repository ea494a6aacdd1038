// Notes waits that are no awaits: from the start of an operation until its callback is called, and how long that runs.

import type { WaitKind } from '../../messages.ts';
import type { AwaitTracker } from './await-tracker.ts';
import { captureStack } from '../capture-stack.ts';
import { Causes } from './causes.ts';
import type { NotedWait } from './wait-batch.ts';
import type { WaitNotes } from './wait-notes.ts';

/** Programs replace these: the notes use what was there at the start. */
const now = performance.now.bind(performance);
const later = queueMicrotask;

/** Where something was made that goes on to start operations when nothing of the program is on the stack. */
export type Origin = Pick<NotedWait, 'stack' | 'site' | 'plain' | 'kind' | 'after'>;

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
    if (!notes.isOn || !notes.isDue()) return undefined;
    const wait = notes.note(operation, { plain: true, kind, awaited: null }, above);
    const before = this.cause(wait.startMs);
    // Not a chain without end.
    if (before !== null) wait.after = before.site >= 0 ? before : (before.after ?? before);
    return wait;
  }

  /** The same operation goes on, and its callback will be called once more. */
  beginAgain(operation: object, before: NotedWait): void {
    const wait = this.begin(operation, CallbackNotes);
    if (wait !== undefined) wait.site = this.notes.batch.siteOf(before);
  }

  /** The callback of an operation is about to be called; without effect for one that was not noted. */
  call(operation: object): NotedWait | undefined {
    const nowMs = now();
    const wait = this.over(operation, nowMs);
    if (wait === undefined) return undefined;
    const told = wait.kind === 'callback' ? this.notes.turn.begin(wait, nowMs) : wait;
    if (told !== null) this.notes.end(told, told.endMs);
    this.causes.add(operation, wait);
    this.notes.resume(wait, nowMs);
    later(this.endOfCall);
    return wait;
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
    return wait !== undefined && this.notes.batch.isOfStartUp(wait);
  }

  /** Remembers the present place, above the function `above`. */
  origin(above: unknown): Origin {
    const after = this.cause(now());
    const stack = captureStack(above);
    return { stack, site: -1, plain: true, kind: 'callback', after };
  }

  /** Where nothing of the program's is on the stack of a wait: it goes on with what began there. */
  continueFrom(wait: NotedWait, origin: Origin): void {
    const { batch } = this.notes;
    if (!batch.isOfProgram(wait)) wait.site = batch.siteOf(origin);
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

  private over(operation: object, endMs: number): NotedWait | undefined {
    const wait = this.notes.pending.find(operation);
    if (wait === undefined) return undefined;
    this.notes.pending.remove(operation);
    this.notes.pending.forget(wait);
    wait.endMs = endMs;
    return wait;
  }
}

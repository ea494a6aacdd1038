// Notes where the program awaits: runs in its thread, on V8's promise hooks.
//
// `init` of a promise with a parent is an `await` (or a `.then`): who waits is on the stack, with callers and V8's async
// callers. `before` on the same promise is the resumption, `after` the next suspension.
//
//   init ──────── waits ──────── before ── runs ── after
//
// Where awaits come so densely that the hooks alone cost too much, the relay has them switched off for most of the time.

import { promiseHooks } from 'node:v8';
import { PAUSED } from '../handshake.ts';
import { MadePromises } from './made-promises.ts';
import { PromiseWaiters } from './promise-waiters.ts';
import { ReturnedPromises } from './returned-promises.ts';
import type { TakeAwaits } from './wait-batch.ts';
import { WaitNotes } from './wait-notes.ts';

/** Programs replace the clock (fake timers do): the hooks use what was there at the start. */
const now = performance.now.bind(performance);

/** Notes awaits from `start` on and hands them over in batches. */
export class AwaitTracker {
  /** What else is waited for is noted here as well. */
  readonly notes: WaitNotes;
  private stopHooks: (() => void) | null = null;
  private readonly waiters = new PromiseWaiters();
  private readonly made: MadePromises;
  private readonly returned = new ReturnedPromises();
  private lastNoted: object | null = null;

  /** `tag` is called when an await begins: what it gives is handed over with the await. */
  constructor(
    private readonly flags: Int32Array,
    deliver: TakeAwaits,
    tag: () => unknown = () => null,
  ) {
    this.notes = new WaitNotes(flags, deliver, tag);
    const { stride, batch } = this.notes;
    stride.onPause = () => {
      this.pause();
    };
    this.made = new MadePromises(stride, batch.sites.compiled);
  }

  /** Switches the hooks on. Without effect while they are. */
  readonly start = (): void => {
    this.flags[PAUSED] = 0;
    this.stopHooks ??= promiseHooks.createHook({
      init: this.onInit,
      before: this.onBefore,
      after: this.onAfter,
      settled: this.onSettled,
    }) as () => void;
    this.notes.isOn = true;
  };

  /** Hands over what is noted and switches the hooks off for good. */
  readonly stop = (): void => {
    this.flush();
    this.off();
    this.notes.pending.clear();
  };

  /** Called before it hands over what is noted. */
  onFlush: () => void = () => undefined;

  /** Hands over what is noted, long waits that have not ended and the run that goes on included. */
  readonly flush = (): void => {
    try {
      this.onFlush();
      this.made.clear();
      this.notes.flush();
    } catch {
      this.giveUp();
    }
  };

  private readonly onInit = (promise: object, parent: object | undefined): void => {
    try {
      this.begin(promise, parent);
    } catch {
      this.giveUp();
    }
  };

  private readonly onBefore = (promise: object): void => {
    try {
      this.resume(promise);
    } catch {
      this.giveUp();
    }
  };

  private readonly onAfter = (promise: object): void => {
    try {
      this.suspend(promise);
    } catch {
      this.giveUp();
    }
  };

  private readonly onSettled = (promise: object): void => {
    try {
      this.returned.settle(promise);
      for (let wait = this.waiters.of(promise); wait !== null; wait = wait.beside)
        this.notes.settle(wait);
    } catch {
      this.giveUp();
    }
  };

  /** A program that broke the built-ins that we use: it goes on, its awaits unseen. */
  private giveUp(): void {
    this.off();
    this.stopHooks = () => undefined;
  }

  private off(): void {
    try {
      this.stopHooks?.();
    } catch {
      // Node.js itself needs built-ins for it that the program broke: the hooks stay, and find nothing to do.
    }
    this.stopHooks = null;
    this.notes.isOn = false;
  }

  private begin(promise: object, parent: object | undefined): void {
    const { pending, newest } = this.notes;
    if (parent === undefined) {
      newest.make(promise);
      this.made.add(promise, this.onInit);
      return;
    }
    const plain = newest.await(parent);
    const isWrapped = parent === this.lastNoted;
    const { by: returnedBy, made: madeBefore } = this.returned;
    const made = this.made.take(parent, madeBefore);
    // What a callback settles is noted like that: mostly it is all that the program waits for.
    const isOfCallback = plain && newest.hasBegunCallback;
    if (!this.notes.isDue(isOfCallback ? 'callback' : 'await', made?.weight)) {
      if (isWrapped) pending.remove(parent);
      return;
    }
    const wrapper = isWrapped ? pending.findYoung(parent) : undefined;
    if (wrapper !== undefined) wrapper.isWrapper = true;
    this.lastNoted = promise;
    const madeAt = made?.stack ?? pending.findYoung(parent)?.stack ?? null;
    const of = { plain, kind: 'await', callsBack: false, awaited: parent, madeAt } as const;
    this.waiters.add(parent, this.notes.note(promise, { ...of, returnedBy }, this.onInit));
  }

  private resume(promise: object): void {
    const wait = this.notes.pending.find(promise);
    this.returned.begin(promise, wait !== undefined);
    if (wait === undefined) return;
    const { awaited } = wait;
    if (awaited !== null) {
      wait.awaited = null;
      this.waiters.forget(awaited);
      this.dropWrapper(awaited);
    }
    const nowMs = now();
    this.notes.resume(wait, nowMs);
    this.notes.turn.goOn(wait, nowMs);
  }

  /**
   * An `await` of what is no promise, and a `yield` in an async generator, wrap the value in a settled promise that V8 announces
   * like an await; but nothing ever resumes there. A `.then` whose promise is awaited has run by now, and is pending no more.
   */
  private dropWrapper(promise: object): void {
    const wait = this.notes.pending.findYoung(promise);
    if (wait !== undefined && wait.resumedMs === 0) this.notes.takeBack(promise);
  }

  private suspend(promise: object): void {
    const { notes, returned } = this;
    const wait = notes.pending.find(promise);
    if (wait === undefined) {
      returned.leave();
      return;
    }
    notes.pending.remove(promise);
    // Of one that was noted in its own run, as a `.then` on it is, nothing was seen to wait.
    if (wait.resumedMs > 0) notes.suspend(now());
    returned.end(promise, wait, this.made.clear());
  }

  /** The relay switches the hooks on again, by an interrupt. */
  private pause(): void {
    this.off();
    // Callbacks are seen without the hooks; what runs is not seen to end.
    this.notes.suspend(now());
    this.notes.endAwaits();
  }
}

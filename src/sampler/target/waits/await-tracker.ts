// Notes where the program waits: runs in its main thread, on V8's promise hooks.
//
// `init` of a promise with a parent is an `await` (or a `.then`): the function that waits is on the stack, with its
// callers and V8's async callers. `before` on the same promise is the resumption, `after` the next suspension.
//
//   init ──────── waits ──────── before ── runs ── after
//
// Taking a stack costs a microsecond or two, so the relay watches how often the program awaits and lets only every
// n-th await be noted (`stride`), or switches the hooks off for most of the time, so that the cost stays a small share
// of the program's CPU time. Programs with few awaits are recorded whole.

import { promiseHooks } from 'node:v8';
import { captureStack } from '../capture-stack.ts';
import { AWAITS, NOTED, NOTED_US, PAUSED, STRIDE } from '../handshake.ts';
import type { WaitKind } from '../../messages.ts';
import { PendingWaits } from './pending-waits.ts';
import { WaitBatch } from './wait-batch.ts';
import type { NotedWait, TakeAwaits } from './wait-batch.ts';

/** Waits this old are told before they end, so that they are known should the program be killed. */
const OPEN_MS = 20;
/** Promises this old are held weakly. */
const WEAK_MS = 2000;
const MAX_PENDING = 50_000;
const BATCH_ROWS = 512;

/** Programs replace the clock (fake timers do) and other globals: the hooks use what was there at the start. */
const now = performance.now.bind(performance);
const { floor, max, random } = Math;

/** Notes awaits from `start` on and hands them over in batches. */
export class AwaitTracker {
  private readonly pending = new PendingWaits();
  private readonly batch: WaitBatch;
  /** The await after which the present code runs. */
  private running: NotedWait | null = null;
  private stopHooks: (() => void) | null = null;
  private lastId = 0;
  private spentUs = 0;
  private countdown = 1;
  /** The next wait that is noted stands for so many, as the countdown to it was drawn. */
  private stride = 1;
  /** The wait that is due stands for so many. */
  private weight = 1;
  private newest: object | null = null;
  private lastNoted: object | null = null;
  private initsSinceNewest = 0;

  /** `tag` is called when an await begins: what it gives is handed over with the await. */
  constructor(
    private readonly flags: Int32Array,
    deliver: TakeAwaits,
    private readonly tag: () => unknown = () => null,
  ) {
    this.batch = new WaitBatch(deliver);
  }

  /** Switches the hooks on. Without effect while they are. */
  readonly start = (): void => {
    this.flags[PAUSED] = 0;
    this.stopHooks ??= promiseHooks.createHook({
      init: this.onInit,
      before: this.onBefore,
      after: this.onAfter,
    }) as () => void;
  };

  /** Hands over what is noted and switches the hooks off for good. */
  readonly stop = (): void => {
    this.flush();
    this.stopHooks?.();
    this.stopHooks = null;
    this.pending.clear();
  };

  /** Called before it hands over what is noted. */
  onFlush: () => void = () => undefined;

  /** Hands over what is noted, long waits that have not ended and the run that goes on included. */
  readonly flush = (): void => {
    try {
      this.handOver();
    } catch {
      this.giveUp();
    }
  };

  private handOver(): void {
    this.onFlush();
    const nowMs = now();
    const { running } = this;
    if (running !== null) {
      this.batch.tellRun(running, nowMs);
      this.end(running, running.resumedMs);
    }
    for (const [promise, entry] of this.pending.youngOnes()) {
      if (nowMs - entry.startMs < OPEN_MS) continue;
      this.batch.tellOpen(entry, -1);
      if (nowMs - entry.startMs > WEAK_MS) this.pending.holdWeakly(promise, entry);
    }
    for (const entry of this.pending.lostOnes()) this.end(entry, nowMs);
    this.batch.send();
  }

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

  /** A program that broke the built-ins that we use: it goes on, its awaits unseen. */
  private giveUp(): void {
    this.stopHooks?.();
    this.stopHooks = () => undefined;
  }

  private begin(promise: object, parent: object | undefined): void {
    if (parent === undefined) {
      this.newest = promise;
      this.initsSinceNewest = 0;
      return;
    }
    const plain = parent === this.newest && this.initsSinceNewest === 0;
    this.initsSinceNewest++;
    if (!this.isDue()) {
      if (parent === this.lastNoted) this.pending.remove(parent);
      return;
    }
    this.lastNoted = promise;
    this.note(promise, { plain, kind: 'await', awaited: parent }, this.onInit);
  }

  /**
   * A wait begins that is no await: an operation was started, above the function `above`, whose callback will be
   * called. Gives the wait where it is noted.
   */
  beginCallback(
    operation: object,
    above: unknown,
    kind: WaitKind = 'callback',
  ): NotedWait | undefined {
    if (this.stopHooks === null || !this.isDue()) return undefined;
    return this.note(operation, { plain: true, kind, awaited: null }, above);
  }

  /** The callback of an operation is about to be called; without effect for one that was not noted. */
  endCallback(operation: object, endMs = now()): NotedWait | undefined {
    const wait = this.pending.find(operation);
    if (wait === undefined) return undefined;
    this.pending.remove(operation);
    this.end(wait, endMs);
    return wait;
  }

  /** The operation is known to end then, unless it ends otherwise before. */
  expectEnd(operation: object, endMs: number): void {
    const wait = this.pending.find(operation);
    if (wait !== undefined && endMs < Infinity) this.batch.tellOpen(wait, endMs);
  }

  /** The program does not wait for this operation after all. */
  takeBack(operation: object): void {
    const wait = this.pending.find(operation);
    if (wait === undefined) return;
    this.pending.remove(operation);
    this.pending.forget(wait);
    this.batch.takeBack(wait);
  }

  /** Whether the operation was begun while the program was loaded, or made ready to serve. */
  isOfStartUp(operation: object): boolean {
    const wait = this.pending.find(operation);
    return wait !== undefined && this.batch.isOfStartUp(wait);
  }

  /** Where nothing of the program's is on the stack of a wait: it goes on with what `before` began. */
  continueFrom(wait: NotedWait, before: NotedWait): void {
    if (!this.batch.isOfProgram(wait)) wait.site = this.batch.siteOf(before);
  }

  /** Counts a wait that begins, and tells whether it is to be noted. */
  private isDue(): boolean {
    const { flags } = this;
    flags[AWAITS] = (flags[AWAITS] ?? 0) + 1;
    if (flags[PAUSED] === 1) {
      this.pause();
      return false;
    }
    if (--this.countdown > 0) return false;
    this.weight = this.stride;
    this.stride = max(1, flags[STRIDE] ?? 1);
    // Not exactly every n-th: a program whose awaits come in rounds of n would show one of them only.
    this.countdown = this.stride === 1 ? 1 : 1 + floor(random() * (2 * this.stride - 1));
    return this.pending.size < MAX_PENDING;
  }

  private resume(promise: object): void {
    const entry = this.pending.find(promise);
    if (entry === undefined) return;
    if (entry.awaited !== null) this.dropWrapper(entry.awaited);
    entry.resumedMs = entry.runMs = now();
    this.running = entry;
  }

  /**
   * An `await` of what is no promise, and a `yield` in an async generator, wrap the value in a settled promise that V8
   * announces as if it were an await; but nothing ever resumes there. A `.then` whose promise is awaited has run by now
   * and is no longer pending.
   */
  private dropWrapper(promise: object): void {
    const entry = this.pending.findYoung(promise);
    if (entry === undefined || entry.resumedMs > 0) return;
    this.takeBack(promise);
  }

  private suspend(promise: object): void {
    this.running = null;
    const entry = this.pending.find(promise);
    if (entry === undefined) return;
    this.pending.remove(promise);
    if (entry.resumedMs === 0) return;
    this.batch.tellRun(entry, now());
    this.end(entry, entry.resumedMs);
    if (this.batch.size > BATCH_ROWS) this.batch.send();
  }

  private note(
    key: object,
    facts: Pick<NotedWait, 'plain' | 'kind' | 'awaited'>,
    above: unknown,
  ): NotedWait {
    const startMs = now();
    const waitsFor = facts.awaited === null ? undefined : this.pending.findYoung(facts.awaited);
    const wait: NotedWait = {
      ...facts,
      awaited: waitsFor === undefined ? null : facts.awaited,
      waitsFor: waitsFor?.id ?? 0,
      id: ++this.lastId,
      startMs,
      stride: this.weight,
      tag: this.tag(),
      stack: captureStack(above),
      site: -1,
      told: false,
      isOver: false,
      resumedMs: 0,
      runMs: 0,
    };
    this.pending.add(key, wait);
    this.spend(now() - startMs);
    return wait;
  }

  /** What noting costs depends on the stacks: the relay is told. */
  private spend(ms: number): void {
    const { flags } = this;
    this.spentUs += ms * 1000;
    flags[NOTED] = (flags[NOTED] ?? 0) + 1;
    flags[NOTED_US] = this.spentUs;
  }

  private end(wait: NotedWait, endMs: number): void {
    this.pending.forget(wait);
    this.batch.end(wait, endMs);
  }

  /** The relay switches the hooks on again, by an interrupt. */
  private pause(): void {
    this.stopHooks?.();
    this.stopHooks = null;
    const nowMs = now();
    // What resumes from now on is not seen: these waits end here. Callbacks are seen without the hooks.
    for (const [promise, wait] of this.pending.youngOnes()) {
      if (wait.kind !== 'await') continue;
      this.pending.remove(promise);
      this.end(wait, nowMs);
    }
    for (const wait of this.pending.oldOnes()) if (wait.kind === 'await') this.end(wait, nowMs);
  }
}

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
import type { AwaitBatch, AwaitSite } from '../messages.ts';
import { captureStack, readStack } from './capture-stack.ts';
import type { CapturedStack } from './capture-stack.ts';
import { AWAITS, PAUSED, STRIDE } from './handshake.ts';

/** Shorter waits and runs cannot be seen among samples of a millisecond. */
const SHORTEST_MS = 0.1;
/** Waits this old are told before they end, so that they are known should the program be killed. */
const OPEN_MS = 20;
/** Promises this old are held weakly: one that nobody can settle any more must not be kept alive by us. */
const WEAK_MS = 2000;
const MAX_PENDING = 50_000;
const BATCH_ROWS = 512;

/** Programs replace the clock (fake timers do) and other globals: the hooks use what was there at the start. */
const now = performance.now.bind(performance);
const { floor, max, random } = Math;

interface Await {
  readonly id: number;
  readonly startMs: number;
  readonly stride: number;
  /** The awaited promise was made just before, by nothing that awaits itself. */
  readonly plain: boolean;
  /** The awaited promise, where it was noted as well: see `dropWrapper`. */
  awaited: object | null;
  /** What the owner of the tracker wanted to remember of the moment. */
  readonly tag: unknown;
  stack: CapturedStack | null;
  site: number;
  told: boolean;
  resumedMs: number;
  /** Start of what ran since and is not told yet. */
  runMs: number;
}

/** Takes what was noted; `tags` has one for each row of `waits`. */
export type TakeAwaits = (batch: AwaitBatch, tags: readonly unknown[]) => void;

/** Notes awaits from `start` on and hands them over in batches. */
export class AwaitTracker {
  private readonly pending = new Map<object, Await>();
  private readonly old = new WeakMap<object, Await>();
  private readonly oldRefs = new Map<Await, WeakRef<object>>();
  private readonly siteIds = new Map<string, number>();
  private batch = emptyBatch();
  /** The await after which the present code runs. */
  private running: Await | null = null;
  private stopHooks: (() => void) | null = null;
  private lastId = 0;
  private countdown = 1;
  private newest: object | null = null;
  private lastNoted: object | null = null;
  private initsSinceNewest = 0;

  /** `tag` is called when an await begins: what it gives is handed over with the await. */
  constructor(
    private readonly flags: Int32Array,
    private readonly deliver: TakeAwaits,
    private readonly tag: () => unknown = () => null,
  ) {}

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
  stop(): void {
    this.flush();
    this.stopHooks?.();
    this.stopHooks = null;
    this.pending.clear();
  }

  /** Hands over what is noted, long waits that have not ended and the run that goes on included. */
  readonly flush = (): void => {
    const nowMs = now();
    const { running } = this;
    if (running !== null) {
      this.tellRun(running, nowMs);
      this.end(running, running.resumedMs);
    }
    for (const [promise, entry] of this.pending) {
      if (nowMs - entry.startMs < OPEN_MS) continue;
      if (!entry.told) this.tell(entry, -1);
      if (nowMs - entry.startMs > WEAK_MS) this.holdWeakly(promise, entry);
    }
    for (const [entry, ref] of this.oldRefs) if (ref.deref() === undefined) this.end(entry, nowMs);
    this.send();
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
    const { flags } = this;
    flags[AWAITS] = (flags[AWAITS] ?? 0) + 1;
    const plain = parent === this.newest && this.initsSinceNewest === 0;
    this.initsSinceNewest++;
    if (flags[PAUSED] === 1) {
      this.pause();
      return;
    }
    if (--this.countdown > 0) {
      if (parent === this.lastNoted) this.pending.delete(parent);
      return;
    }
    const stride = max(1, flags[STRIDE] ?? 1);
    // Not exactly every n-th: a program whose awaits come in rounds of n would show one of them only.
    this.countdown = stride === 1 ? 1 : 1 + floor(random() * (2 * stride - 1));
    if (this.pending.size < MAX_PENDING) this.note(promise, parent, { stride, plain });
  }

  private resume(promise: object): void {
    const entry = this.find(promise);
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
    const entry = this.pending.get(promise);
    if (entry === undefined || entry.resumedMs > 0) return;
    this.pending.delete(promise);
    if (entry.told) this.tell(entry, entry.startMs);
  }

  private suspend(promise: object): void {
    this.running = null;
    const entry = this.find(promise);
    if (entry === undefined) return;
    this.pending.delete(promise);
    if (entry.resumedMs === 0) return;
    this.tellRun(entry, now());
    this.end(entry, entry.resumedMs);
    if (this.batch.waits.length + this.batch.runs.length > BATCH_ROWS) this.send();
  }

  private find(promise: object): Await | undefined {
    return this.pending.get(promise) ?? (this.oldRefs.size > 0 ? this.old.get(promise) : undefined);
  }

  private note(
    promise: object,
    parent: object,
    { stride, plain }: Pick<Await, 'stride' | 'plain'>,
  ): void {
    this.lastNoted = promise;
    this.pending.set(promise, {
      id: ++this.lastId,
      startMs: now(),
      stride,
      plain,
      awaited: this.pending.has(parent) ? parent : null,
      tag: this.tag(),
      stack: captureStack(this.onInit),
      site: -1,
      told: false,
      resumedMs: 0,
      runMs: 0,
    });
  }

  private end(entry: Await, endMs: number): void {
    this.oldRefs.delete(entry);
    if (entry.told || endMs - entry.startMs >= SHORTEST_MS) this.tell(entry, endMs);
  }

  private tellRun(entry: Await, endMs: number): void {
    if (endMs - entry.runMs < SHORTEST_MS) return;
    this.batch.runs.push(this.siteOf(entry), entry.runMs, endMs);
    entry.runMs = endMs;
  }

  private tell(entry: Await, endMs: number): void {
    entry.told = true;
    this.batch.tags.push(entry.tag);
    this.batch.waits.push(entry.id, this.siteOf(entry), entry.startMs, endMs, entry.stride);
  }

  private holdWeakly(promise: object, entry: Await): void {
    this.pending.delete(promise);
    entry.awaited = null;
    this.old.set(promise, entry);
    this.oldRefs.set(entry, new WeakRef(promise));
  }

  private siteOf(entry: Await): number {
    if (entry.site >= 0 || entry.stack === null) return entry.site;
    const site: AwaitSite = { frames: readStack(entry.stack), plain: entry.plain };
    entry.stack = null;
    const key = JSON.stringify(site);
    const known = this.siteIds.get(key);
    if (known === undefined) this.batch.sites.push(site);
    entry.site = known ?? this.siteIds.size;
    this.siteIds.set(key, entry.site);
    return entry.site;
  }

  private send(): void {
    const { batch } = this;
    if (batch.waits.length + batch.runs.length === 0) return;
    this.batch = emptyBatch();
    const { sites, waits, runs, tags } = batch;
    this.deliver({ type: 'awaits', sites, waits, runs }, tags);
  }

  /** The relay switches the hooks on again, by an interrupt. */
  private pause(): void {
    this.stopHooks?.();
    this.stopHooks = null;
    const nowMs = now();
    // What resumes from now on is not seen: these waits end here.
    for (const entry of this.pending.values()) this.end(entry, nowMs);
    this.pending.clear();
  }
}

interface GrowingBatch {
  readonly sites: AwaitSite[];
  readonly waits: number[];
  readonly runs: number[];
  readonly tags: unknown[];
}

function emptyBatch(): GrowingBatch {
  return { sites: [], waits: [], runs: [], tags: [] };
}

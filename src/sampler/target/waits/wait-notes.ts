// What is noted of a thread's waits: those that go on, and what runs after one.
//
//   note ──────── waits ──────── resume ── runs ── suspend
//
// Of a program that waits often only every n-th wait is noted: see `wait-stride.ts`.

import { captureStack } from '../capture-stack.ts';
import { causeOf, linkToCause } from './await-causes.ts';
import { NewestPromise } from './newest-promise.ts';
import { PendingWaits } from './pending-waits.ts';
import { Turn } from './turn.ts';
import { WaitBatch } from './wait-batch.ts';
import { beginWait, isOver } from './noted-wait.ts';
import type { NotedWait } from './noted-wait.ts';
import type { TakeAwaits } from './wait-batch.ts';
import { WaitStride } from './wait-stride.ts';

/** Waits this old are told before they end, should the program be killed. */
const OPEN_MS = 20;
/** Promises this old are held weakly. */
const WEAK_MS = 2000;
const MAX_PENDING = 50_000;
const BATCH_ROWS = 512;

/** Programs replace the clock (fake timers do): the notes use what was there at the start. */
const now = performance.now.bind(performance);

/** What is known of a wait before its stack is taken; `returnedBy`: the one after which ran what has returned the promise. */
type WaitFacts = Pick<NotedWait, 'plain' | 'kind' | 'awaited' | 'callsBack' | 'madeAt'> & {
  readonly returnedBy?: NotedWait | null;
};

/** Hands over what is noted in batches. */
export class WaitNotes {
  readonly pending = new PendingWaits();
  readonly turn = new Turn();
  readonly batch: WaitBatch;
  readonly stride: WaitStride;
  /** While it is off, nothing is noted. */
  isOn = false;
  readonly newest = new NewestPromise();
  /** The wait after which the present code runs. */
  private running: NotedWait | null = null;
  private lastId = 0;

  /** `tag` is called when a wait begins: what it gives is handed over with the wait. */
  constructor(
    flags: Int32Array,
    deliver: TakeAwaits,
    private readonly tag: () => unknown,
  ) {
    this.stride = new WaitStride(flags);
    this.batch = new WaitBatch(deliver, () => this.stride.takeSkipped());
  }

  /** Counts a wait that begins, and tells whether it is to be noted; `chosen`: see `WaitStride.isChosen`. */
  isDue(of: 'await' | 'callback' = 'await', chosen?: number): boolean {
    const { stride } = this;
    const isDue =
      of === 'callback'
        ? stride.isCallbackDue(now())
        : chosen === undefined
          ? stride.isDue()
          : stride.isChosen(chosen);
    return isDue && this.pending.size < MAX_PENDING;
  }

  /** A wait begins, for what `key` stands for; `above`: see `captureStack`. */
  note(key: object, facts: WaitFacts, above: unknown): NotedWait {
    const startMs = now();
    const { plain, kind, awaited, callsBack, madeAt, returnedBy } = facts;
    const by = returnedBy ?? this.running;
    const waitsFor = awaited === null ? undefined : this.pending.findYoung(awaited);
    const wait = beginWait({
      id: ++this.lastId,
      startMs,
      stride: this.stride.weight,
      plain,
      kind,
      callsBack,
      awaited,
      madeAt,
      waitsFor: waitsFor?.id ?? 0,
      tag: this.tag(),
      stack: captureStack(above),
      before: causeOf(by, this.batch.sites),
      after: by?.kind === 'callback' ? by : null,
      isReturned: returnedBy != null,
    });
    this.pending.add(key, wait);
    this.stride.count(now() - startMs);
    return wait;
  }

  /** The callback of this wait is called: a new turn begins, and all is known of what was called in the one before. */
  call(wait: NotedWait, nowMs: number): void {
    this.wake(nowMs);
    const before = this.turn.begin(wait, nowMs);
    if (before === null || before === wait || !isOver(before)) return;
    if (this.end(before, before.endMs)) this.stride.spend(now() - nowMs);
  }

  /** What runs from now on had waited. */
  resume(wait: NotedWait, nowMs: number): void {
    this.wake(nowMs);
    this.suspend(nowMs);
    wait.resumedMs = wait.runMs = nowMs;
    this.running = wait;
  }

  /** A promise is settled that `wait` awaits. */
  settle(wait: NotedWait): void {
    const { running } = this;
    if (running === null) return;
    running.hasLetGoOn = true;
    linkToCause(wait, running, this.batch.sites);
  }

  /** What runs has let those go on who waited for it. */
  get hasLetGoOn(): boolean {
    return this.running?.hasLetGoOn === true;
  }

  private wake(nowMs: number): void {
    const idledMs = this.running === null ? this.turn.idledMs(nowMs) : 0;
    if (idledMs > 0) this.batch.tellIdle(nowMs - idledMs, nowMs);
  }

  /** What ran is over. */
  suspend(nowMs: number): void {
    const { running } = this;
    if (running === null) return;
    this.running = null;
    this.turn.rest(nowMs);
    const { size } = this.batch;
    this.batch.tellRun(running, nowMs);
    const isTold = running.kind === 'await' && this.end(running, running.resumedMs);
    if (!isTold && this.batch.size === size) return;
    if (this.batch.size > BATCH_ROWS) this.batch.send();
    this.stride.spend(now() - nowMs);
  }

  /** A wait is over, and known no more. Gives whether that is told, which takes some time. */
  end(wait: NotedWait, endMs: number): boolean {
    this.pending.forget(wait);
    return this.batch.end(wait, endMs);
  }

  /** The program does not wait for this after all. */
  takeBack(key: object): void {
    const wait = this.pending.find(key);
    if (wait === undefined) return;
    this.pending.remove(key);
    this.pending.forget(wait);
    this.batch.takeBack(wait);
  }

  /** Hands over what is noted, long waits that have not ended and the run that goes on included. */
  flush(): void {
    const nowMs = now();
    const { running } = this;
    if (running !== null) {
      this.batch.tellRun(running, nowMs);
      if (running.kind === 'await') this.end(running, running.resumedMs);
    }
    for (const [key, wait] of this.pending.youngOnes()) {
      if (nowMs - wait.startMs < OPEN_MS) continue;
      this.batch.tellOpen(wait, -1);
      if (nowMs - wait.startMs > WEAK_MS) this.pending.holdWeakly(key, wait);
    }
    for (const wait of this.pending.lostOnes()) this.end(wait, nowMs);
    this.tellCalled(nowMs);
    this.batch.send();
  }

  /** What was awaited and resumes from now on is not seen: these waits end here. */
  endAwaits(): void {
    const nowMs = now();
    for (const [promise, wait] of this.pending.youngOnes()) {
      if (wait.kind !== 'await') continue;
      this.pending.remove(promise);
      this.end(wait, nowMs);
    }
    for (const wait of this.pending.oldOnes()) if (wait.kind === 'await') this.end(wait, nowMs);
  }

  /** The callback that runs, or whose turn it is; `null` where that is not known, or an await goes on. */
  callbackAt(nowMs: number): NotedWait | null {
    const { running } = this;
    if (running === null) return this.turn.callbackAt(nowMs);
    return running.kind === 'await' ? null : running;
  }

  private tellCalled(nowMs: number): void {
    if (this.running !== null) this.turn.rest(nowMs);
    const { called, isOver: isTurnOver } = this.turn.take(nowMs);
    if (called === null || !isOver(called)) return;
    if (isTurnOver) this.batch.end(called, called.endMs);
    else this.batch.tellEnd(called, called.endMs);
  }
}

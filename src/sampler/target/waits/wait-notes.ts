// What is noted of a thread's waits: those that go on, and what runs after one.
//
//   note ──────── waits ──────── resume ── runs ── suspend
//
// Taking a stack costs a microsecond or two, so the relay watches how often the program waits and lets only every
// n-th wait be noted (`stride`), so that the cost stays a small share of the program's CPU time. Programs that wait
// rarely are recorded whole.

import { captureStack } from '../capture-stack.ts';
import { AWAITS, NOTED, NOTED_US, PAUSED, STRIDE } from '../handshake.ts';
import { PendingWaits } from './pending-waits.ts';
import { Turn } from './turn.ts';
import { WaitBatch } from './wait-batch.ts';
import type { NotedWait, TakeAwaits } from './wait-batch.ts';

/** Waits this old are told before they end, so that they are known should the program be killed. */
const OPEN_MS = 20;
/** Promises this old are held weakly. */
const WEAK_MS = 2000;
const MAX_PENDING = 50_000;
const BATCH_ROWS = 512;

/** Programs replace the clock (fake timers do) and other globals: the notes use what was there at the start. */
const now = performance.now.bind(performance);
const { floor, max, random } = Math;

/** Hands over what is noted in batches. */
export class WaitNotes {
  readonly pending = new PendingWaits();
  readonly turn = new Turn();
  readonly batch: WaitBatch;
  /** While it is off, nothing is noted. */
  isOn = false;
  /** Called when a wait begins while the relay asks for a pause. */
  onPause: () => void = () => undefined;
  /** The wait after which the present code runs. */
  private running: NotedWait | null = null;
  private lastId = 0;
  private spentUs = 0;
  private countdown = 1;
  /** The next wait that is noted stands for so many, as the countdown to it was drawn. */
  private stride = 1;
  /** The wait that is due stands for so many. */
  private weight = 1;

  /** `tag` is called when a wait begins: what it gives is handed over with the wait. */
  constructor(
    private readonly flags: Int32Array,
    deliver: TakeAwaits,
    private readonly tag: () => unknown,
  ) {
    this.batch = new WaitBatch(deliver);
  }

  /** Counts a wait that begins, and tells whether it is to be noted. */
  isDue(): boolean {
    const { flags } = this;
    flags[AWAITS] = (flags[AWAITS] ?? 0) + 1;
    if (flags[PAUSED] === 1) {
      this.onPause();
      return false;
    }
    if (--this.countdown > 0) return false;
    this.weight = this.stride;
    this.stride = max(1, flags[STRIDE] ?? 1);
    // Not exactly every n-th: a program whose awaits come in rounds of n would show one of them only.
    this.countdown = this.stride === 1 ? 1 : 1 + floor(random() * (2 * this.stride - 1));
    return this.pending.size < MAX_PENDING;
  }

  /** A wait begins, for what `key` stands for; `above`: see `captureStack`. */
  note(
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
      after: null,
      told: false,
      isOver: false,
      resumedMs: 0,
      runMs: 0,
      endMs: 0,
    };
    this.pending.add(key, wait);
    this.spend(now() - startMs);
    return wait;
  }

  /** What runs from now on had waited. */
  resume(wait: NotedWait, nowMs: number): void {
    this.suspend(nowMs);
    wait.resumedMs = wait.runMs = nowMs;
    this.running = wait;
  }

  /** What ran is over. */
  suspend(nowMs: number): void {
    const { running } = this;
    if (running === null) return;
    this.running = null;
    this.turn.rest(nowMs);
    this.batch.tellRun(running, nowMs);
    if (running.kind === 'await') this.end(running, running.resumedMs);
    if (this.batch.size > BATCH_ROWS) this.batch.send();
  }

  /** A wait is over, and known no more. */
  end(wait: NotedWait, endMs: number): void {
    this.pending.forget(wait);
    this.batch.end(wait, endMs);
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
    const { called, isOver } = this.turn.take(nowMs);
    if (called === null) return;
    if (isOver) this.batch.end(called, called.endMs);
    else this.batch.tellEnd(called, called.endMs);
  }

  /** What noting costs depends on the stacks: the relay is told. */
  private spend(ms: number): void {
    const { flags } = this;
    this.spentUs += ms * 1000;
    flags[NOTED] = (flags[NOTED] ?? 0) + 1;
    flags[NOTED_US] = this.spentUs;
  }
}

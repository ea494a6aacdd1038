// When a thread is not to be asked anything: at the end of a time limit of `node:vm`.
//
//   vm.runInContext(text, …, { timeout: 100 })        after 100 ms V8 is told to terminate what runs in the thread
//
// A command of ours that ran there at that moment would be terminated in its place, and what it has interrupted might go
// on for ever. So the thread notes each limit as it begins (see `target/noted-limits.ts`), in memory that is shared with
// whoever asks, and is left alone from shortly before it is over until shortly after. That a limited run has ended
// before nobody tells: it has when a stack is seen on which nothing of `node:vm` stands, or when another begins that is
// not within it.

import type { Micros } from '../../model/frame.ts';

/** A limited run begins. */
export interface TimeLimit {
  readonly beginUs: Micros;
  readonly limitMs: number;
  /** No other run is on the stack: those that began before are over. */
  readonly isOutermost: boolean;
}

/** Limits of one thread, all on the clock of `process.hrtime`. */
export class TimeLimits {
  private readonly count: Int32Array;
  private readonly slots: Float64Array;
  /** Those before are over. */
  private first = 0;

  /** `memory` is that of another of these, which may be in another thread. */
  constructor(readonly memory: ArrayBufferLike = new SharedArrayBuffer(BYTES)) {
    this.count = new Int32Array(memory, 0, 1);
    this.slots = new Float64Array(memory, HEAD_BYTES);
  }

  /** How many there were. */
  get begun(): number {
    return Atomics.load(this.count, 0);
  }

  /** To be called as a limited run begins. */
  note({ beginUs, limitMs, isOutermost }: TimeLimit): void {
    const at = (this.begun % MAX_LIMITS) * SLOTS;
    this.slots[at] = beginUs;
    this.slots[at + 1] = beginUs + limitMs * 1000;
    this.slots[at + 2] = isOutermost ? 1 : 0;
    Atomics.add(this.count, 0, 1);
  }

  /** What began before that moment is over. */
  forgetBefore(momentUs: Micros): void {
    const end = this.end();
    while (this.first < end && this.beginOf(this.first) < momentUs) this.first++;
  }

  /** For how long the thread is to be left alone; 0 when it may be asked. */
  quietMs(nowUs: Micros): number {
    const open = this.windows().filter(({ fromUs, toUs }) => fromUs <= nowUs && nowUs < toUs);
    return Math.max(0, ...open.map(({ toUs }) => toUs - nowUs)) / 1000;
  }

  /** How long the limit still is that began last; negative when it is over. */
  leftMs(nowUs: Micros): number {
    const last = this.begun - 1;
    const endUs = last < 0 ? 0 : (this.slots[(last % MAX_LIMITS) * SLOTS + 1] ?? 0);
    return (endUs - nowUs) / 1000;
  }

  /** For how long it may be asked, should nothing new begin. */
  openMs(nowUs: Micros): number {
    const coming = this.windows().filter(({ toUs }) => nowUs < toUs);
    return Math.max(0, Math.min(...coming.map(({ fromUs }) => fromUs - nowUs))) / 1000;
  }

  private windows(): Window[] {
    const end = this.end();
    const lastBeginUs = end === 0 ? 0 : this.beginOf(end - 1);
    let windows: Window[] = [];
    for (let i = this.first; i < end; i++) {
      const at = (i % MAX_LIMITS) * SLOTS;
      const [beginUs, endUs] = [this.beginOf(i), this.slots[at + 1] ?? 0];
      if (this.slots[at + 2] === 1) windows = [];
      // What was to end by then does not begin anything.
      if (endUs <= lastBeginUs) continue;
      const longUs = Math.min(LONG_BEFORE_US, (endUs - beginUs) * BEFORE_SHARE);
      const fromUs = Math.max(beginUs, endUs - Math.max(BEFORE_US, longUs));
      windows.push({ fromUs, toUs: endUs + AFTER_US });
    }
    return windows;
  }

  private beginOf(i: number): Micros {
    return this.slots[(i % MAX_LIMITS) * SLOTS] ?? 0;
  }

  private end(): number {
    const end = this.begun;
    this.first = Math.max(this.first, end - MAX_LIMITS);
    return end;
  }
}

interface Window {
  readonly fromUs: Micros;
  readonly toUs: Micros;
}

/** As many as are known at a time: a program that limits a thousand short runs a second is asked sixteen times. */
const MAX_LIMITS = 256;
const HEAD_BYTES = 8;
/** Numbers of each. */
const SLOTS = 3;
const BYTES = HEAD_BYTES + MAX_LIMITS * SLOTS * Float64Array.BYTES_PER_ELEMENT;
/** A command may take that long, and those of a chunk, which run back to back. */
const BEFORE_US = 20_000;
/** Large programs take longer; where there is time for it, that is. */
const LONG_BEFORE_US = 100_000;
const BEFORE_SHARE = 0.25;
/** The thread that watches the limit may be late. */
const AFTER_US = 30_000;

// A turn of the event loop: a callback is called, then the awaits go on that it has let go on.
//
//   callback ── await ── await ──┤     idle     ├── callback …
//
// A callback that lets an await go on is what was awaited there: it is not waited for besides.

import { LETS_NONE_GO_ON } from '../../await-batch.ts';
import type { NotedWait } from './noted-wait.ts';

/** What runs so soon after what ran before is of the same turn; milliseconds. */
const NEXT_MS = 0.3;
/** A busy machine may halt the thread, for longer than that only in a turn that does more than is noted. */
const LONGEST_HALT_MS = 50;

/** Programs replace globals: what was there at the start is used. */
const { nodeTiming } = performance;

/** The present turn, as far as it was noted. */
export class Turn {
  private called: NotedWait | null = null;
  private lastMs = -Infinity;
  /** For how long the thread had idled by then. */
  private idleMs = 0;

  /** The callback of another turn is called. Gives that of the turn before, of which all is known now. */
  begin(called: NotedWait, nowMs: number): NotedWait | null {
    const before = this.called;
    this.called = called;
    called.waitsFor = LETS_NONE_GO_ON;
    this.rest(nowMs);
    return before;
  }

  /** An await goes on. */
  goOn(wait: NotedWait, nowMs: number): void {
    const called = this.callbackAt(nowMs);
    if (called === null || called.waitsFor !== LETS_NONE_GO_ON) return;
    if (wait.startMs < called.endMs) called.waitsFor = wait.id;
  }

  /** Something that ran in the turn is over. */
  rest(nowMs: number): void {
    this.lastMs = nowMs;
    this.idleMs = nodeTiming.idleTime;
  }

  /** For how long the thread has idled since something rested. */
  idledMs(nowMs: number): number {
    const pauseMs = nowMs - this.lastMs;
    return pauseMs > NEXT_MS && pauseMs < Infinity ? nodeTiming.idleTime - this.idleMs : 0;
  }

  /** The wait whose callback began the present turn; `null` where that is not known. */
  callbackAt(nowMs: number): NotedWait | null {
    return this.isOver(nowMs) ? null : this.called;
  }

  /** Gives the callback of the turn, of which all is known where that is over; it is given once then. */
  take(nowMs: number): { readonly called: NotedWait | null; readonly isOver: boolean } {
    const [called, isOver] = [this.called, this.isOver(nowMs)];
    if (isOver) this.called = null;
    return { called, isOver };
  }

  private isOver(nowMs: number): boolean {
    const pauseMs = nowMs - this.lastMs;
    if (pauseMs < NEXT_MS || pauseMs > LONGEST_HALT_MS) return pauseMs > NEXT_MS;
    return nodeTiming.idleTime > this.idleMs;
  }
}

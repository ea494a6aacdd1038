// Holds commands back while their thread is to be left alone, and passes them on in their order after that.

import type { Post } from './command.ts';
import type { TimeLimits } from './time-limits.ts';

/** A thread that sets one limit after the other is told nevertheless: chunks must come. */
const MAX_HELD_MS = 500;
/** A single question can wait longer. */
const MAX_QUESTION_HELD_MS = 1200;
/** And all can wait so much longer, until a limit begins that leaves time for them. */
const MAX_WAIT_MS = 5000;
/** A command may take that long. */
const COMMAND_MS = 8;
/** These are for other threads. */
const PASSED = /^NodeWorker\./;

/** The way to one thread. */
export class CommandGate {
  private readonly held: (() => void)[] = [];
  private isOpen = false;

  constructor(
    private readonly send: Post,
    readonly limits: TimeLimits,
  ) {}

  readonly post: Post = (...command) => {
    const send = (): void => {
      this.send(...command);
    };
    if (this.isOpen || PASSED.test(command[0])) {
      send();
      return;
    }
    this.held.push(send);
    if (this.held.length > 1) return;
    this.whenQuietEnds(MAX_HELD_MS, () => {
      this.pass();
    });
  };

  /** Calls it as soon as the thread can be asked something beside those commands: what it posts gets through. */
  whenOpen(ask: () => void): void {
    this.whenQuietEnds(MAX_QUESTION_HELD_MS, () => {
      this.openFor(ask);
    });
  }

  /** The thread is at its end: from now on it need not be left alone. */
  release(): void {
    this.limits.forgetBefore(Infinity);
    this.pass();
  }

  /** Where one limit follows another for long, it is as the next begins: that is longest from its end. */
  private whenQuietEnds(patienceMs: number, work: () => void, begunBefore = Infinity): void {
    const nowUs = Number(process.hrtime.bigint() / 1000n);
    const quietMs = this.limits.quietMs(nowUs);
    const { begun } = this.limits;
    // On a busy machine we may be late, and the limit nearly over that has just begun.
    const isTime = begun > begunBefore && this.limits.leftMs(nowUs) >= COMMAND_MS;
    if (quietMs === 0 || isTime || patienceMs < -MAX_WAIT_MS) {
      work();
      return;
    }
    const isPatient = patienceMs > 0;
    const pauseMs = isPatient ? Math.min(quietMs, patienceMs) : 1;
    setTimeout(() => {
      this.whenQuietEnds(patienceMs - pauseMs, work, isPatient ? Infinity : begun);
    }, pauseMs).unref();
  }

  private pass(): void {
    this.openFor(() => {
      for (const send of this.held.splice(0)) send();
    });
  }

  private openFor(work: () => void): void {
    this.isOpen = true;
    work();
    this.isOpen = false;
  }
}

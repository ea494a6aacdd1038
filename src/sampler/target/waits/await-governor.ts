// Keeps the cost of noting awaits a small share of the program's time. Runs in the relay; the tracker it governs
// runs in the main thread and is reached through shared memory, or by an interrupt when its hooks are off.

import type { InspectorPort } from '../../protocol/inspector-port.ts';
import { ignoreReply } from '../../protocol/inspector-port.ts';
import { AwaitLedger } from './await-budget.ts';
import type { AwaitBudget } from './await-budget.ts';
import { TARGET_SYMBOL } from '../../environment.ts';
import { PAUSED, STRIDE } from '../handshake.ts';
import type { AwaitTracker } from './await-tracker.ts';

const LOOK_MS = 50;
/** What a program waits for after a burst of awaits is not to be missed. */
const DENSE_LOOK_MS = 20;
/** A program that takes less of a processor awaits seldom by now. */
const QUIET_SHARE = 0.3;

/** The tracker, as far as it can be told from elsewhere. */
export type AwaitControl = Pick<AwaitTracker, 'start' | 'flush' | 'stop'>;

/** The tracker of the thread behind this inspector. */
export function remoteControl(port: InspectorPort): AwaitControl {
  const call = (name: keyof AwaitControl): void => {
    const target = `process[Symbol.for('${TARGET_SYMBOL}')]`;
    const expression = `${target}.${name}()\n//# sourceURL=hotpath:awaits`;
    port.post('Runtime.evaluate', { expression, silent: true }, ignoreReply);
  };
  return {
    start: () => {
      call('start');
    },
    flush: () => {
      call('flush');
    },
    stop: () => {
      call('stop');
    },
  };
}

/** Looks at how often the program awaits, and sets the tracker's stride and its pauses. */
export class AwaitGovernor {
  private readonly ledger: AwaitLedger;
  private cpuUs = 0;
  private lookedMs = performance.now();
  private resumeAtMs = 0;
  private timer: NodeJS.Timeout;

  constructor(
    private readonly tracker: Pick<AwaitControl, 'start'>,
    private readonly flags: Int32Array,
  ) {
    this.ledger = new AwaitLedger(flags);
    this.timer = this.lookIn(LOOK_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  /** For a thread that does not let its timers run while it awaits one thing after the other. */
  lookWhenDue(): void {
    if (performance.now() - this.lookedMs >= LOOK_MS) this.look();
  }

  private lookIn(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.look();
      const isDense = Atomics.load(this.flags, STRIDE) > 1 || this.isPaused;
      this.timer = this.lookIn(isDense ? DENSE_LOOK_MS : LOOK_MS);
    }, ms).unref();
  }

  private get isPaused(): boolean {
    return Atomics.load(this.flags, PAUSED) === 1;
  }

  private look(): void {
    const nowMs = performance.now();
    const sinceMs = nowMs - this.lookedMs;
    this.lookedMs = nowMs;
    const { user, system } = process.cpuUsage();
    const cpuUs = user + system - this.cpuUs;
    this.cpuUs = user + system;
    const budget = this.ledger.look({ busyUs: cpuUs, idleUs: sinceMs * 1000 - cpuUs });
    if (this.isPaused) {
      const isQuiet = cpuUs < sinceMs * 1000 * QUIET_SHARE;
      if (isQuiet || nowMs >= this.resumeAtMs) this.tracker.start();
    } else if (budget !== null) this.adjust(budget, sinceMs);
  }

  private adjust({ stride, pauseFactor }: AwaitBudget, sinceMs: number): void {
    Atomics.store(this.flags, STRIDE, stride);
    if (pauseFactor === 0) return;
    Atomics.store(this.flags, PAUSED, 1);
    this.resumeAtMs = this.lookedMs + pauseFactor * sinceMs;
  }
}

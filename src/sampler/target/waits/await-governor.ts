// Keeps the cost of noting awaits a small share of the program's CPU time. Runs in the relay; the tracker it governs
// runs in the main thread and is reached through shared memory, or by an interrupt when its hooks are off.

import type { InspectorPort } from '../../protocol/inspector-port.ts';
import { ignoreReply } from '../../protocol/inspector-port.ts';
import { budgetAwaits, FREE_AWAITS } from './await-budget.ts';
import { TARGET_SYMBOL } from '../environment.ts';
import { AWAITS, PAUSED, STRIDE } from '../handshake.ts';

const LOOK_MS = 50;
/** Every how many looks the main thread hands over what it has. */
const FLUSH_LOOKS = 10;
/** The tracker, as far as it is governed. */
export interface AwaitControl {
  start(): void;
  flush(): void;
  /** Notes no more, for good. */
  stop(): void;
}

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
  private awaits = 0;
  private cpuUs = 0;
  private looks = 0;
  private pastFree = false;
  private unflushed = 0;
  private resumeAtLook = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly tracker: AwaitControl,
    private readonly flags: Int32Array,
  ) {
    this.timer = setInterval(() => {
      this.look();
    }, LOOK_MS);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private look(): void {
    this.looks++;
    const total = Atomics.load(this.flags, AWAITS);
    const { user, system } = process.cpuUsage();
    const begun = (total - this.awaits) >>> 0;
    const cpuUs = user + system - this.cpuUs;
    [this.awaits, this.cpuUs] = [total, user + system];
    if (Atomics.load(this.flags, PAUSED) === 1) this.resumeIfDue();
    else if (this.isPastFree(total)) this.adjust(begun, Math.max(cpuUs, 1000));
    this.unflushed += begun;
    if (this.unflushed === 0 || this.looks % FLUSH_LOOKS > 0) return;
    this.unflushed = 0;
    this.tracker.flush();
  }

  /** Once so, always: the counter wraps around. */
  private isPastFree(total: number): boolean {
    this.pastFree ||= total > FREE_AWAITS;
    return this.pastFree;
  }

  private adjust(begun: number, cpuUs: number): void {
    const { stride, pauseFactor } = budgetAwaits(begun, cpuUs);
    Atomics.store(this.flags, STRIDE, stride);
    if (pauseFactor === 0) return;
    Atomics.store(this.flags, PAUSED, 1);
    this.resumeAtLook = this.looks + pauseFactor;
  }

  private resumeIfDue(): void {
    if (this.looks >= this.resumeAtLook) this.tracker.start();
  }
}

// Notes where the program waits for timers. A timer ends when it is due, so nobody need tell; whether it was cleared in
// the meantime is looked up now and then.
//
// What merely watches over something is not waited for: timers that do not keep the program alive, and in a server, which
// waits for requests, those that repeat, run long, or were started with the server.

import type { AwaitTracker } from './await-tracker.ts';
import { onFirstSet } from './property-traps.ts';
import { isListening, LONGEST_IN_SERVER_MS } from './server.ts';

/** Programs replace the clock (fake timers do). */
const now = performance.now.bind(performance);

/** `Timeout` of Node.js. */
interface Timer {
  readonly _idleTimeout: number;
  /** When it was started, or started anew, on a clock of Node.js' own. */
  readonly _idleStart: number;
  readonly _onTimeout: unknown;
  readonly _repeat: number | null;
  hasRef(): boolean;
}

/** From its making on, notes each timer that is started. */
export class TimerWaits {
  private readonly open = new Set<Timer>();
  /** What `performance.now()` was when the timers' clock was 0. */
  private readonly originMs: number;

  constructor(private readonly tracker: AwaitTracker) {
    const example = setTimeout(() => undefined, 1);
    this.originMs = now() - (example as unknown as Timer)._idleStart;
    clearTimeout(example);
    onFirstSet(Object.getPrototypeOf(example) as object, '_onTimeout', (timer, above) => {
      if (tracker.beginCallback(timer, above) !== undefined) this.open.add(timer as Timer);
    });
  }

  /** Ends the waits for timers that were due by now, and takes back those that the program does not wait for. */
  settle(): void {
    if (this.open.size === 0) return;
    const isServer = isListening();
    for (const timer of this.open) {
      const endMs = this.endOf(timer, isServer);
      if (endMs === undefined) this.tracker.takeBack(timer);
      else if (endMs <= now()) this.tracker.endCallback(timer, endMs);
      else {
        this.tracker.expectEnd(timer, endMs);
        continue;
      }
      this.open.delete(timer);
    }
  }

  /** `Infinity`: not yet; `undefined`: the program does not wait for it. */
  private endOf(timer: Timer, isServer: boolean): number | undefined {
    if (isServer && this.isWatch(timer)) return undefined;
    const startMs = this.originMs + timer._idleStart;
    const isCleared = timer._onTimeout === null;
    // One that repeats was mostly cleared by its own call: it is started anew only after that.
    if (isCleared)
      return timer._repeat === null ? undefined : Math.min(startMs + timer._repeat, now());
    if (!timer.hasRef()) return undefined;
    return timer._repeat === null ? startMs + timer._idleTimeout : Infinity;
  }

  private isWatch(timer: Timer): boolean {
    const isLong = timer._repeat !== null || timer._idleTimeout > LONGEST_IN_SERVER_MS;
    return isLong || this.tracker.isOfStartUp(timer);
  }
}

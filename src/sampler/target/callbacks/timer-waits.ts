// Notes where the program waits for timers, and when these are called.
//
// Timers of one duration are a list of Node.js', the oldest at its end (`_idlePrev`), from which a timer is taken just
// before it is called. Lists that were there before us are not seen: what became of their timers is looked up now and
// then, as it is whether timers were cleared.
//
// What merely watches over something is not waited for: timers that do not keep the program alive, and in a server, which
// waits for requests, those that repeat, run long, or were started with the server.

import type { CallbackNotes } from './callback-notes.ts';
import { later } from './own-tasks.ts';
import { onFirstSet, onSetAndGet } from './property-traps.ts';
import type { Undo } from './property-traps.ts';
import { isListening, LONGEST_IN_SERVER_MS } from './server.ts';

/** Programs replace the clock and the timers (fake timers do). */
const now = performance.now.bind(performance);

/** `Timeout` of Node.js. */
interface Timer {
  readonly _idleTimeout: number;
  /** When it was started, or started anew, on a clock of Node.js' own. */
  readonly _idleStart: number;
  readonly _idlePrev: object | null;
  readonly _onTimeout: unknown;
  readonly _repeat: number | null;
  /** It was called, or cleared. */
  readonly _destroyed: boolean;
  hasRef(): boolean;
}

/** From its making on, notes each timer that is started. */
export class TimerWaits {
  private readonly open = new Set<Timer>();
  /** What `performance.now()` was when the timers' clock was 0. */
  private readonly originMs: number;
  private readonly undos: readonly Undo[];

  constructor(private readonly notes: CallbackNotes) {
    const example = startExample();
    this.originMs = Math.max(example.originMs, startExample().originMs, startExample().originMs);
    const { timer: prototype, list } = example;
    this.undos = [
      onFirstSet(prototype, '_onTimeout', (timer, above) => {
        if (notes.begin(timer, above) !== undefined) this.open.add(timer as Timer);
      }),
      onSetAndGet(list, '_idlePrev', {
        onGet: () => undefined,
        onSet: (_list, _above, before) => {
          if (this.open.has(before as Timer)) this.take(before as Timer);
        },
      }),
    ];
  }

  /** Ends the waits for timers that were due by now, and takes back those that the program does not wait for. */
  settle(): void {
    if (this.open.size === 0) return;
    const isServer = isListening();
    for (const timer of this.open) {
      const endMs = this.endOf(timer, isServer);
      if (endMs === undefined) this.notes.takeBack(timer);
      else if (timer._destroyed) this.notes.end(timer, endMs);
      else {
        this.notes.expectEnd(timer, endMs);
        continue;
      }
      this.open.delete(timer);
    }
  }

  remove(): void {
    for (const undo of this.undos) undo();
  }

  /** A timer leaves its list: to be called, if it is due and was not cleared. */
  private take(timer: Timer): void {
    if (timer._destroyed || this.dueMs(timer) > now() + CLOCK_STEP_MS) return;
    this.open.delete(timer);
    if (this.endOf(timer, isListening()) === undefined) {
      this.notes.takeBack(timer);
      return;
    }
    const wait = this.notes.call(timer);
    if (wait === undefined || timer._repeat === null) return;
    later(() => {
      if (timer._destroyed || timer._onTimeout === null) return;
      this.notes.beginAgain(timer, wait);
      this.open.add(timer);
    });
  }

  /** `Infinity`: not known; `undefined`: the program does not wait for it. */
  private endOf(timer: Timer, isServer: boolean): number | undefined {
    if (isServer && this.isWatch(timer)) return undefined;
    const startMs = this.originMs + timer._idleStart;
    const isCleared = timer._onTimeout === null;
    if (isCleared)
      return timer._repeat === null ? undefined : Math.min(startMs + timer._repeat, now());
    if (!timer.hasRef()) return undefined;
    return timer._repeat === null ? this.dueMs(timer) : Infinity;
  }

  private dueMs(timer: Timer): number {
    return this.originMs + timer._idleStart + timer._idleTimeout;
  }

  private isWatch(timer: Timer): boolean {
    const isLong = timer._repeat !== null || timer._idleTimeout > LONGEST_IN_SERVER_MS;
    return isLong || this.notes.isOfStartUp(timer);
  }
}

/** The timers' clock counts whole milliseconds. */
const CLOCK_STEP_MS = 1;

/** What a timer shows: the prototypes of timers and of their lists, and when their clock was 0, or somewhat before. */
function startExample(): { timer: object; list: object; originMs: number } {
  const beginMs = now();
  const example = setTimeout(() => undefined, 1) as unknown as Timer & NodeJS.Timeout;
  const [timer, list] = [example, example._idlePrev ?? {}].map(Object.getPrototypeOf) as object[];
  const originMs = beginMs - example._idleStart;
  clearTimeout(example);
  return { timer: timer ?? {}, list: list ?? {}, originMs };
}

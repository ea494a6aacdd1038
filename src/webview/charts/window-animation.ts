// Moves the window of a chart smoothly, so that the eye can follow; at once where the reader wants no motion.

import type { TimeWindow } from './time-window.ts';

const DURATION_MS = 160;

/** One movement at a time. */
export class WindowAnimation {
  readonly #set: (window: TimeWindow) => void;
  #target: TimeWindow | undefined;
  #frame = 0;

  constructor(set: (window: TimeWindow) => void) {
    this.#set = set;
  }

  /** Where the movement leads; `now` when nothing moves. */
  target(now: TimeWindow): TimeWindow {
    return this.#target ?? now;
  }

  /** Moves from one window to another one. */
  run(from: TimeWindow, to: TimeWindow): void {
    this.stop();
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#set(to);
      return;
    }
    this.#target = to;
    const start = performance.now();
    const step = (now: number): void => {
      const passed = Math.min(1, Math.max(0, now - start) / DURATION_MS);
      const eased = 1 - (1 - passed) ** 3;
      if (passed < 1) this.#frame = requestAnimationFrame(step);
      else this.#target = undefined;
      this.#set(passed < 1 ? between(from, to, eased) : to);
    };
    this.#frame = requestAnimationFrame(step);
  }

  /** Stops where it is. */
  stop(): void {
    cancelAnimationFrame(this.#frame);
    this.#target = undefined;
  }
}

function between(from: TimeWindow, to: TimeWindow, share: number): TimeWindow {
  return {
    from: from.from + (to.from - from.from) * share,
    to: from.to + (to.to - from.to) * share,
  };
}

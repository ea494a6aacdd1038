// V8's samples have a monotonic clock, which `process.hrtime` shows; programs are asked by `performance.now()`.

import type { Micros } from '../model/frame.ts';

/** Programs replace the clocks (fake timers do): what was there at the start is used. */
const { hrtime } = process;
const now = performance.now.bind(performance);

/**
 * V8's monotonic clock when `performance.now()` of this thread was 0. The two cannot be read at once, and a busy machine
 * may halt the thread in between: of several tries, the one that took least time is off by least.
 */
export function findClockOrigin(): Micros {
  let origin = 0;
  let shortest = Infinity;
  for (let i = 0; i < TRIES; i++) {
    const before = hrtimeUs();
    const passed = now() * 1000;
    const duration = hrtimeUs() - before;
    if (duration >= shortest) continue;
    shortest = duration;
    origin = before + duration / 2 - passed;
  }
  return origin;
}

const TRIES = 20;

function hrtimeUs(): Micros {
  return Number(hrtime.bigint()) / 1000;
}

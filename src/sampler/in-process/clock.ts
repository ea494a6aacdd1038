// V8's clock, as seen from inside the process.

import { performance } from 'node:perf_hooks';
import type { Micros } from '../../model/frame.ts';

// Tests may replace the clock of their process while they run: ours stays the real one.
const now = performance.now.bind(performance);

/** V8's monotonic clock when `performance.now()` was 0. */
export const CLOCK_ORIGIN_US: Micros = findOrigin();

/** Now, on the clock of V8's samples. */
export function nowUs(): Micros {
  return CLOCK_ORIGIN_US + now() * 1000;
}

/** The two clocks cannot be read at once: of several tries, the one that took least time is off by least. */
function findOrigin(): Micros {
  let origin = 0;
  let shortest = Infinity;
  for (let i = 0; i < 20; i++) {
    const before = hrtimeUs();
    const passed = now() * 1000;
    const duration = hrtimeUs() - before;
    if (duration >= shortest) continue;
    shortest = duration;
    origin = before + duration / 2 - passed;
  }
  return origin;
}

function hrtimeUs(): Micros {
  return Number(process.hrtime.bigint()) / 1000;
}

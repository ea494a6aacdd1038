// V8's clock, as seen from inside the process.

import { performance } from 'node:perf_hooks';
import type { Micros } from '../../model/frame.ts';
import { findClockOrigin } from '../clock-origin.ts';

// Tests may replace the clock of their process while they run: ours stays the real one.
const now = performance.now.bind(performance);

/** V8's monotonic clock when `performance.now()` was 0. */
export const CLOCK_ORIGIN_US: Micros = findClockOrigin();

/** Now, on the clock of V8's samples. */
export function nowUs(): Micros {
  return CLOCK_ORIGIN_US + now() * 1000;
}

// The marks of a time axis.

import type { Micros } from '../../model/frame.ts';
import type { TimeWindow } from './time-window.ts';

/** A mark, and what is written next to it. */
export interface Tick {
  readonly at: Micros;
  readonly text: string;
}

/** Marks at round times, at most `most` of them; all are written in the same unit. */
export function listTicks(window: TimeWindow, most: number): readonly Tick[] {
  const step = roundStep((window.to - window.from) / Math.max(1, most));
  if (!(step > 0) || !Number.isFinite(step)) return [];
  const write = tickText(step, window.to);
  const ticks: Tick[] = [];
  for (let n = Math.ceil(window.from / step); n * step <= window.to; n++) {
    ticks.push({ at: n * step, text: write(n * step) });
  }
  return ticks;
}

/** The next larger step of 1, 2 or 5 times a power of ten. */
function roundStep(least: Micros): Micros {
  const power = 10 ** Math.floor(Math.log10(least));
  return (
    [1, 2, 5, 10].map(times => times * power).find(step => step >= least * (1 - 1e-9)) ?? least
  );
}

function tickText(step: Micros, end: Micros): (us: Micros) => string {
  const [unit, name] =
    end >= 1e6 && step >= 1000 ? [1e6, 's'] : end >= 1000 ? [1000, 'ms'] : [1, 'µs'];
  const digits = Math.max(0, Math.ceil(-Math.log10(step / unit) - 1e-9));
  return us => `${(us / unit).toFixed(digits)} ${name}`;
}

// The part of a chart that can be seen: zooming and panning.

import type { Micros } from '../../model/frame.ts';

/** A span of time. */
export interface TimeWindow {
  readonly from: Micros;
  readonly to: Micros;
}

/** Nothing is sampled finer than this: zooming in ends here. */
const SHORTEST: Micros = 20;

/** Length of the window. */
export function spanOf({ from, to }: TimeWindow): Micros {
  return to - from;
}

/** The window `factor` times as long, the time `at` staying where it is. */
export function zoomWindow(
  window: TimeWindow,
  { at, factor }: { readonly at: Micros; readonly factor: number },
  whole: TimeWindow,
): TimeWindow {
  const least = Math.min(SHORTEST, spanOf(whole));
  const span = Math.min(Math.max(spanOf(window) * factor, least), spanOf(whole));
  const share = spanOf(window) > 0 ? (at - window.from) / spanOf(window) : 0;
  return fitWindow({ from: at - share * span, to: at + (1 - share) * span }, whole);
}

/** The window moved by so much, as far as there is something to see. */
export function panWindow(window: TimeWindow, by: Micros, whole: TimeWindow): TimeWindow {
  return fitWindow({ from: window.from + by, to: window.to + by }, whole);
}

/** The window, moved into the whole and cut to it. */
export function fitWindow(window: TimeWindow, whole: TimeWindow): TimeWindow {
  const span = Math.min(Math.max(spanOf(window), Math.min(SHORTEST, spanOf(whole))), spanOf(whole));
  const from = Math.min(Math.max(window.from, whole.from), whole.to - span);
  return { from, to: from + span };
}

/** The window moved as little as possible so that it shows `part`, or the beginning of what is longer than it. */
export function showInWindow(window: TimeWindow, part: TimeWindow, whole: TimeWindow): TimeWindow {
  if (part.from < window.to && part.to > window.from && spanOf(part) >= spanOf(window))
    return window;
  if (part.from < window.from) return panWindow(window, part.from - window.from, whole);
  if (part.to <= window.to) return window;
  const by = Math.min(part.to - window.to, part.from - window.from);
  return panWindow(window, by, whole);
}

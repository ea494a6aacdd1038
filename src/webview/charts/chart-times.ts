// What the time of boxes was spent on.

import { isSynthetic, SYNTHETIC } from '../../model/frame.ts';
import type { Frame, Micros } from '../../model/frame.ts';
import type { ChartBox, ChartTrack } from './chart-layout.ts';
import { boxTimes } from './flame-track.ts';
import type { BoxTimes, FlameTrack } from './flame-track.ts';
import type { FrameMatcher } from '../frame-matcher.ts';

/** The times of a box; `undefined` when its chart is gone. */
export function timesOf(
  charts: readonly ChartTrack[],
  chosen: ChartBox | undefined,
): BoxTimes | undefined {
  const track = charts[chosen?.index ?? -1]?.track;
  if (chosen === undefined || track === undefined) return undefined;
  return boxTimes(track, chosen.box, isAwait);
}

/** Time in frames that a search finds, and in what they called: each moment once. */
export function sumFound(
  { nodes, frames, start, leaf }: FlameTrack,
  isFound: FrameMatcher,
): Micros {
  const isIn = new Uint8Array(nodes.parent.length);
  for (let node = 0; node < isIn.length; node++) {
    const frame = frames[nodes.frame[node] ?? -1];
    const found = isIn[nodes.parent[node] ?? -1] === 1 || (frame !== undefined && isFound(frame));
    isIn[node] = Number(found);
  }
  let sum = 0;
  for (let i = 0; i < leaf.length; i++) {
    if (isIn[leaf[i] ?? -1] === 1) sum += (start[i + 1] ?? 0) - (start[i] ?? 0);
  }
  return sum;
}

function isAwait(frame: Frame): boolean {
  return isSynthetic(frame, SYNTHETIC.await);
}

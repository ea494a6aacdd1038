// What a program did over time, in a few columns: the picture above the timeline.

import type { FlameTrack } from './flame-track.ts';
import { segmentAt } from './flame-track.ts';
import { TIME_KINDS, timeKindOf } from '../time-kinds.ts';
import type { TimeWindow } from './time-window.ts';

/** Times by column and kind: column c's time of kind k is at `c * TIME_KINDS.length + k`. */
export type ActivityColumns = Float64Array;

/** Divides the window into columns of equal length and sums what the tracks' leaves were in each. */
export function sumActivity(
  tracks: readonly FlameTrack[],
  window: TimeWindow,
  columns: number,
): ActivityColumns {
  const sums = new Float64Array(columns * TIME_KINDS.length);
  for (const track of tracks) addTrack(sums, track, window);
  return sums;
}

function addTrack(sums: ActivityColumns, track: FlameTrack, window: TimeWindow): void {
  const kinds = track.frames.map(frame => TIME_KINDS.indexOf(timeKindOf(frame)));
  const width = (window.to - window.from) / (sums.length / TIME_KINDS.length);
  const { start, leaf, nodes } = track;
  for (let i = segmentAt(track, window.from); i < leaf.length; i++) {
    const kind = kinds[nodes.frame[leaf[i] ?? -1] ?? -1];
    const to = Math.min(start[i + 1] ?? 0, window.to);
    let from = Math.max(start[i] ?? 0, window.from);
    if (from >= window.to) break;
    while (kind !== undefined && from < to) {
      const column = Math.floor((from - window.from) / width);
      const next = Math.min(to, Math.max(window.from + (column + 1) * width, from + width * 1e-6));
      const at = column * TIME_KINDS.length + kind;
      sums[at] = (sums[at] ?? 0) + next - from;
      from = next;
    }
  }
}

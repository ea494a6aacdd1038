// Flame charts as text, a line for each level: `0 main 0-8, [idle] 8-10` with times in milliseconds.

import { displayName } from '../../src/model/frame.ts';
import { sweepBoxes } from '../../src/webview/charts/box-sweep.ts';
import { trackEnd } from '../../src/webview/charts/flame-track.ts';
import type { FlameTrack } from '../../src/webview/charts/flame-track.ts';
import type { TimeWindow } from '../../src/webview/charts/time-window.ts';

/** All boxes, found by a sweep that is so fine that every segment is wider than a pixel. */
export function printBoxes(track: FlameTrack): string {
  const window = { from: 0, to: Math.max(1, trackEnd(track)) };
  const rows = sweepRows(track, window, { pixels: 1e7 });
  return rows.map((row, level) => `${level} ${row.join(', ')}`).join('\n');
}

/** The boxes of a window on so many pixels, by level; edges in milliseconds, rounded to a thousandth. */
export function sweepRows(
  track: FlameTrack,
  window: TimeWindow,
  area: { readonly pixels: number; readonly firstLevel?: number; readonly endLevel?: number },
): string[][] {
  const { pixels, firstLevel = 0, endLevel = Infinity } = area;
  const rows: string[][] = [];
  sweepBoxes(track, { window, pixels, firstLevel, endLevel }, (node, left, right) => {
    const level = track.nodes.level[node] ?? 0;
    const frame = track.frames[track.nodes.frame[node] ?? -1]!;
    const at = (x: number): number => {
      const us = window.from + (x / pixels) * (window.to - window.from);
      return Math.round(us) / 1000;
    };
    (rows[level] ??= []).push(`${displayName(frame)} ${at(left)}-${at(right)}`);
  });
  return rows;
}

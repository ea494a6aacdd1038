// What a flame chart draws: segments of time, each with the stack that it belongs to. Boxes are not stored: a box is a
// node of the stacks for as long as neighbouring segments share it. So a million samples need a few columns only.
//
//   segment   0      1      2    3        level 0   ┌ main ──────────────────┐
//   leaf      parse  parse  main draw     level 1   └ parse ─────┘   ┌ draw ─┘
//   shared    0      2      1    1

import type { Frame, Micros } from '../../model/frame.ts';

const NONE = -1;

/** The stacks that segments refer to; row i is node i. A parent stands before its children. */
export interface TrackNodes {
  /** -1 for roots. */
  readonly parent: Int32Array;
  /** Index into the track's `frames`. */
  readonly frame: Int32Array;
  /** 0 for roots. */
  readonly level: Int32Array;
}

/** One flame chart. */
export interface FlameTrack {
  readonly nodes: TrackNodes;
  readonly frames: readonly Frame[];
  /** Where segment i begins and segment i - 1 ends; one more than there are segments. */
  readonly start: Float64Array;
  /** Segment → the node at its leaf; -1 where there is nothing to draw. */
  readonly leaf: Int32Array;
  /** Segment → how many boxes, from level 0 on, it continues from the segment before. */
  readonly shared: Int32Array;
  /** Number of levels. */
  readonly levels: number;
}

/** A box of a track. */
export interface FlameBox {
  readonly node: number;
  readonly level: number;
  readonly frame: Frame;
  readonly from: Micros;
  readonly to: Micros;
}

/** Where the track ends. */
export function trackEnd(track: FlameTrack): Micros {
  return track.start.at(-1) ?? 0;
}

/** How many levels a leaf's stack has. */
export function levelsOf(nodes: TrackNodes, leaf: number): number {
  return leaf === NONE ? 0 : (nodes.level[leaf] ?? 0) + 1;
}

/** The segment at this time, or the nearest one. */
export function segmentAt(track: FlameTrack, time: Micros): number {
  let low = 0;
  let high = track.leaf.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((track.start[middle] ?? 0) <= time) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The box at this time and level; `undefined` where there is none. */
export function findBox(track: FlameTrack, time: Micros, level: number): FlameBox | undefined {
  if (!(time >= (track.start[0] ?? 0) && time < trackEnd(track))) return undefined;
  return boxOf(track, segmentAt(track, time), level);
}

/** The box of this level that a segment is part of. */
export function boxOf(track: FlameTrack, segment: number, level: number): FlameBox | undefined {
  const { nodes, start } = track;
  let node = track.leaf[segment] ?? NONE;
  if (level < 0 || level >= levelsOf(nodes, node)) return undefined;
  while ((nodes.level[node] ?? 0) > level) node = nodes.parent[node] ?? NONE;
  const frame = track.frames[nodes.frame[node] ?? NONE];
  if (frame === undefined) return undefined;
  const { first, end } = boxSegments(track, segment, level);
  return { node, level, frame, from: start[first] ?? 0, to: start[end] ?? 0 };
}

/** What a box's time was spent on. */
export interface BoxTimes {
  readonly total: Micros;
  readonly self: Micros;
  readonly waiting: Micros;
}

/** Sums up a box. `isWaiting` tells the frames of awaits. */
export function boxTimes(
  track: FlameTrack,
  box: FlameBox,
  isWaiting: (frame: Frame) => boolean,
): BoxTimes {
  let self = 0;
  let waiting = 0;
  const { first, end } = boxSegments(track, segmentAt(track, box.from), box.level);
  for (let segment = first; segment < end; segment++) {
    const us = (track.start[segment + 1] ?? 0) - (track.start[segment] ?? 0);
    const leaf = track.leaf[segment] ?? NONE;
    const frame = track.frames[track.nodes.frame[leaf] ?? NONE];
    if (leaf === box.node) self += us;
    if (frame !== undefined && isWaiting(frame)) waiting += us;
  }
  return { total: box.to - box.from, self, waiting };
}

/** The segments of the box of this level that a segment is part of: from `first` to before `end`. */
export function boxSegments(
  { shared, leaf }: FlameTrack,
  segment: number,
  level: number,
): { readonly first: number; readonly end: number } {
  let first = segment;
  while (first > 0 && (shared[first] ?? 0) > level) first--;
  let end = segment + 1;
  while (end < leaf.length && (shared[end] ?? 0) > level) end++;
  return { first, end };
}

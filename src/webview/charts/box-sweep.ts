// Finds the boxes of a flame chart that can be seen in a window, as rectangles on a given number of pixels. Segments
// that are narrower than a pixel share one: the longest of them is drawn.

import type { FlameTrack } from './flame-track.ts';
import { levelsOf, segmentAt } from './flame-track.ts';
import type { TimeWindow } from './time-window.ts';

const NONE = -1;

/** Where to draw: the window is mapped to `pixels`, and levels from `firstLevel` to before `endLevel` are wanted. */
export interface SweepArea {
  readonly window: TimeWindow;
  readonly pixels: number;
  readonly firstLevel: number;
  readonly endLevel: number;
}

/** Gets a box's node and its horizontal edges in pixels, cut to the window. */
export type DrawBox = (node: number, left: number, right: number) => void;

/** Calls `draw` for every box in the area; boxes of one level from left to right. Takes a step for each segment. */
export function sweepBoxes(track: FlameTrack, area: SweepArea, draw: DrawBox): void {
  const { window, pixels } = area;
  const scale = pixels / (window.to - window.from);
  const { start, leaf, shared } = track;
  const sweep = new Sweep(track, area, draw);
  let left = Math.max(0, ((start[0] ?? 0) - window.from) * scale);
  // Levels that the chosen segment shares with what was drawn last, and the latest one with the chosen one.
  let [kept, keptAfter] = [0, Infinity];
  let [chosen, longest] = [NONE, -1];
  for (let i = segmentAt(track, window.from); i < leaf.length; i++) {
    const from = start[i] ?? 0;
    if (from >= window.to) break;
    const to = start[i + 1] ?? from;
    keptAfter = Math.min(keptAfter, shared[i] ?? 0);
    const us = Math.min(to, window.to) - Math.max(from, window.from);
    if (us > longest) {
      [chosen, longest] = [i, us];
      kept = Math.min(kept, keptAfter);
      keptAfter = Infinity;
    }
    const right = Math.min(pixels, (to - window.from) * scale);
    if (right - left < 1 && to < window.to && i < leaf.length - 1) continue;
    sweep.moveTo(leaf[chosen] ?? NONE, left, kept);
    [left, kept, keptAfter] = [right, keptAfter, Infinity];
    [chosen, longest] = [NONE, -1];
  }
  sweep.moveTo(NONE, left, 0);
}

/** The boxes that are open while a chart is swept from left to right. */
class Sweep {
  readonly #track: FlameTrack;
  readonly #area: SweepArea;
  readonly #draw: DrawBox;
  /** Level → left edge of the open box. */
  readonly #left: Float64Array;
  #leaf = NONE;

  constructor(track: FlameTrack, area: SweepArea, draw: DrawBox) {
    this.#track = track;
    this.#area = area;
    this.#draw = draw;
    this.#left = new Float64Array(track.levels);
  }

  /** Closes all boxes but the first `kept` ones, and opens those of `leaf` above them. */
  moveTo(leaf: number, at: number, kept: number): void {
    const { parent, level } = this.#track.nodes;
    const { firstLevel, endLevel } = this.#area;
    for (let node = this.#leaf; node !== NONE; node = parent[node] ?? NONE) {
      const closed = level[node] ?? 0;
      if (closed < kept || closed < firstLevel) break;
      if (closed < endLevel) this.#draw(node, this.#left[closed] ?? 0, at);
    }
    for (let n = levelsOf(this.#track.nodes, leaf) - 1; n >= kept; n--) this.#left[n] = at;
    this.#leaf = leaf;
  }
}

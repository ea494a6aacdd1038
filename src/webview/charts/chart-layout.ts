// Where the flame charts of a page stand: one below the other, each with a heading when there are several.

import type { FlameBox, FlameTrack } from './flame-track.ts';

/** Height of a level, in pixels. */
export const LEVEL_HEIGHT = 20;
/** Height of a chart's heading. */
export const HEADING_HEIGHT = 26;
/** Height of the time axis above all charts. */
export const AXIS_HEIGHT = 24;
const GAP = 10;

/** A chart to draw. */
export interface ChartTrack {
  readonly track: FlameTrack;
  /** What its heading says. */
  readonly title: string;
}

/** A chart in its place; pixels from the top of the first one. */
export interface PlacedTrack extends ChartTrack {
  readonly top: number;
  /** Where level 0 begins. */
  readonly body: number;
  readonly bottom: number;
  readonly isFolded: boolean;
}

/** A box of one of the charts. */
export interface ChartBox {
  /** Index of the chart. */
  readonly index: number;
  readonly box: FlameBox;
}

/** Sizes in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A place in a chart. */
export interface ChartSpot {
  /** Index of the chart. */
  readonly index: number;
  /** -1 for the heading. */
  readonly level: number;
}

/** Places the charts. Those in `folded` are only headings; a single chart has none and cannot be folded. */
export function placeTracks(
  charts: readonly ChartTrack[],
  folded: ReadonlySet<number>,
): readonly PlacedTrack[] {
  let top = 0;
  return charts.map((chart, index) => {
    const isFolded = charts.length > 1 && folded.has(index);
    const body = top + (charts.length > 1 ? HEADING_HEIGHT : 0);
    const bottom = body + (isFolded ? 0 : chart.track.levels * LEVEL_HEIGHT);
    const placed = { ...chart, top, body, bottom, isFolded };
    top = bottom + GAP;
    return placed;
  });
}

/** Height of all charts together. */
export function chartsHeight(placed: readonly PlacedTrack[]): number {
  return (placed.at(-1)?.bottom ?? 0) + GAP;
}

/** What is at this height; `undefined` between the charts. */
export function findSpot(placed: readonly PlacedTrack[], y: number): ChartSpot | undefined {
  const index = placed.findIndex(({ top, bottom }) => y >= top && y < bottom);
  const track = placed[index];
  if (track === undefined) return undefined;
  return { index, level: y < track.body ? -1 : Math.floor((y - track.body) / LEVEL_HEIGHT) };
}

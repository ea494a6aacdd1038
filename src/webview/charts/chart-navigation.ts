// Going from box to box with the keyboard.

import type { Micros } from '../../model/frame.ts';
import type { ChartBox, PlacedTrack } from './chart-layout.ts';
import { boxOf, boxSegments, levelsOf, segmentAt } from './flame-track.ts';
import type { FlameBox, FlameTrack } from './flame-track.ts';

/** Where to go: out to the caller, into the longest call, or to the calls beside. */
export type BoxStep = 'out' | 'in' | 'before' | 'after';

/** The box that a step leads to; `undefined` where there is none. */
export function stepFrom(
  placed: readonly PlacedTrack[],
  { index, box }: ChartBox,
  step: BoxStep,
): ChartBox | undefined {
  const track = placed[index]?.track;
  const next = track === undefined ? undefined : findNext(track, box, step);
  return next === undefined ? undefined : { index, box: next };
}

/** The outermost box at this time, of the first chart that is not folded. */
export function firstBox(placed: readonly PlacedTrack[], time: Micros): ChartBox | undefined {
  const index = placed.findIndex(({ isFolded }) => !isFolded);
  const track = placed[index]?.track;
  const box = track === undefined ? undefined : boxOf(track, segmentAt(track, time), 0);
  return box === undefined ? undefined : { index, box };
}

function findNext(track: FlameTrack, box: FlameBox, step: BoxStep): FlameBox | undefined {
  const segment = segmentAt(track, box.from);
  if (step === 'out') return boxOf(track, segment, box.level - 1);
  const { first, end } = boxSegments(track, segment, box.level);
  if (step === 'in') return findLongest(track, { first, end }, box.level + 1);
  if (step === 'before') return findBeside(track, { at: first - 1, by: -1 }, box.level);
  return findBeside(track, { at: end, by: 1 }, box.level);
}

/** The longest box of a level among these segments. */
function findLongest(
  track: FlameTrack,
  { first, end }: { readonly first: number; readonly end: number },
  level: number,
): FlameBox | undefined {
  let longest: FlameBox | undefined;
  for (let segment = first; segment < end;) {
    const box = boxOf(track, segment, level);
    if (box !== undefined && box.to - box.from > lengthOf(longest)) longest = box;
    segment = box === undefined ? segment + 1 : boxSegments(track, segment, level).end;
  }
  return longest;
}

/** The next segment that reaches this level. */
function findBeside(
  track: FlameTrack,
  { at, by }: { readonly at: number; readonly by: 1 | -1 },
  level: number,
): FlameBox | undefined {
  let segment = at;
  while (segment >= 0 && segment < track.leaf.length) {
    if (levelsOf(track.nodes, track.leaf[segment] ?? -1) > level)
      return boxOf(track, segment, level);
    segment += by;
  }
  return undefined;
}

function lengthOf(box: FlameBox | undefined): Micros {
  return box === undefined ? -1 : box.to - box.from;
}

// Where functions were seen, in generated positions.

import { isSynthetic, SYNTHETIC } from '../model/frame.ts';
import type { LinePosition } from '../model/lane-builder.ts';
import type { LaneData, LineShares } from '../model/session.ts';
import type { StackDraft } from './inlined/stack-draft.ts';

/** Where the leaf of each stack in which garbage was collected was seen: at work, or calling. */
export function placesBesideGc(
  { leafLines, callLines }: LaneData,
  { parent, frame, frames }: StackDraft,
): ReadonlyMap<number, readonly LinePosition[]> {
  const seen = new Map<number, LinePosition[]>();
  const isGc = frames.map(of => isSynthetic(of, SYNTHETIC.gc));
  for (const [stack, below] of parent.entries())
    if (isGc[frame[stack] ?? -1] === true) seen.set(below, []);
  for (const [i, stack] of leafLines.stack.entries()) seen.get(stack)?.push(placeAt(leafLines, i));
  for (const [i, stack] of callLines.stack.entries())
    if ((callLines.line[i] ?? 0) > 0) seen.get(parent[stack] ?? -1)?.push(placeAt(callLines, i));
  return seen;
}

/** The place in this row. */
export function placeAt({ line, column }: LineShares, row: number): LinePosition {
  return { line: line[row] ?? 0, column: column[row] ?? 0 };
}

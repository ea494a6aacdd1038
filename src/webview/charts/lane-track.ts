// The timeline of one lane as a flame chart.

import type { Frame } from '../../model/frame.ts';
import { readFrames } from '../../model/frame-table.ts';
import { PairIndex } from '../../model/pair-index.ts';
import { rowCount, rowsOf } from '../../model/sample-rows.ts';
import type { LaneData, SessionData } from '../../model/session.ts';
import type { FlameTrack, TrackNodes } from './flame-track.ts';
import { levelsOf } from './flame-track.ts';

const NONE = -1;

/** Whether a frame, called by another one or by none, is left out of the stacks. */
export type IsHidden = (frame: Frame, caller: Frame | undefined) => boolean;

/** The stacks of a session without the frames that are hidden. */
export interface ShownStacks {
  readonly nodes: TrackNodes;
  readonly frames: readonly Frame[];
  /** Stack → its node; -1 where all of it is hidden. */
  readonly nodeOf: Int32Array;
}

/** Leaves frames out of the session's stacks; stacks that become equal become one. */
export function showStacks(session: SessionData, isHidden: IsHidden): ShownStacks {
  const frames = readFrames(session);
  const { parent, frame } = session.stacks;
  const known = new PairIndex();
  const columns = { parent: [] as number[], frame: [] as number[], level: [] as number[] };
  const nodeOf = new Int32Array(parent.length).fill(NONE);
  for (let stack = 0; stack < parent.length; stack++) {
    const caller = parent[stack] ?? NONE;
    const [shown, called] = [frames[frame[stack] ?? NONE], frames[frame[caller] ?? NONE]];
    const above = nodeOf[caller] ?? NONE;
    const next = known.size;
    if (shown === undefined || isHidden(shown, called)) {
      nodeOf[stack] = above;
      continue;
    }
    const node = (nodeOf[stack] = known.intern(above, frame[stack] ?? NONE));
    if (node < next) continue;
    columns.parent.push(above);
    columns.frame.push(frame[stack] ?? NONE);
    columns.level.push((columns.level[above] ?? NONE) + 1);
  }
  return { nodes: toNodes(columns), frames, nodeOf };
}

/** The lane's samples in the order of time; neighbours with the same stack are one segment. */
export function buildLaneTrack(lane: LaneData, { nodes, frames, nodeOf }: ShownStacks): FlameTrack {
  const length = rowCount(lane.samples);
  const start = new Float64Array(length + 1);
  const leaf = new Int32Array(length);
  let count = 0;
  let time = lane.startUs;
  for (const rows = rowsOf(lane.samples); rows.next();) {
    const node = nodeOf[rows.stack] ?? NONE;
    if (count === 0 || leaf[count - 1] !== node) {
      leaf[count] = node;
      start[count++] = time;
    }
    time += rows.us;
  }
  start[count] = time;
  const leaves = leaf.slice(0, count);
  return {
    nodes,
    frames,
    start: start.slice(0, count + 1),
    leaf: leaves,
    shared: compareNeighbours(nodes, leaves),
    levels: leaves.reduce((most, node) => Math.max(most, levelsOf(nodes, node)), 0),
  };
}

/** Segment → number of levels that its stack and that of the segment before have in common. */
function compareNeighbours(nodes: TrackNodes, leaf: Int32Array): Int32Array {
  const shared = new Int32Array(leaf.length);
  for (let i = 1; i < leaf.length; i++) {
    shared[i] = levelsOf(nodes, findShared(nodes, leaf[i - 1] ?? NONE, leaf[i] ?? NONE));
  }
  return shared;
}

/** The lowest node that is above both; -1 where there is none. Parents have lower numbers than their children. */
function findShared({ parent }: TrackNodes, first: number, second: number): number {
  let [a, b] = [first, second];
  while (a !== b) {
    if (a > b) a = parent[a] ?? NONE;
    else b = parent[b] ?? NONE;
  }
  return a;
}

function toNodes(columns: Readonly<Record<keyof TrackNodes, readonly number[]>>): TrackNodes {
  return {
    parent: Int32Array.from(columns.parent),
    frame: Int32Array.from(columns.frame),
    level: Int32Array.from(columns.level),
  };
}

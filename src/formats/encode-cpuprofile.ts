// Writes a lane as a `.cpuprofile`, for DevTools, VS Code and everything else that reads V8's profiles.

import { addAt } from '../model/column.ts';
import { displayName, SYNTHETIC } from '../model/frame.ts';
import type { Frame } from '../model/frame.ts';
import { readFrames } from '../model/frame-table.ts';
import { pickLanes } from '../model/lane.ts';
import type { LaneData, SessionData } from '../model/session.ts';
import { rowsOf } from '../model/sample-rows.ts';
import { StackForest } from '../model/stack-forest.ts';
import { StackShares } from '../model/stack-shares.ts';
import { urlOfPath } from './file-url.ts';
import type { V8CallFrame, V8PositionTick, V8Profile, V8ProfileNode } from './v8-profile.ts';

/** Id of the node `(root)`; node n of the lane's forest is `n + FIRST_ID`. */
const ROOT_ID = 1;
const FIRST_ID = 2;

const ROOT_FRAME: V8CallFrame = {
  functionName: '(root)',
  scriptId: '0',
  url: '',
  lineNumber: -1,
  columnNumber: -1,
};

/**
 * The text of a `.cpuprofile` with the samples and leaf lines of one lane, by default the first. What the format has no
 * room for is left out: call lines, awaits, metadata, other lanes. Throws a `RangeError` when there is no such lane.
 */
export function encodeCpuProfile(session: SessionData, laneIndex = 0): string {
  const [lane] = pickLanes(session, laneIndex);
  if (lane === undefined) throw new RangeError(`No lane ${laneIndex}`);
  const forest = new StackForest(session, lane);
  const profile: V8Profile = {
    nodes: buildNodes(session, lane, forest),
    ...buildTimes(lane),
    samples: listNodes(lane, forest),
  };
  return JSON.stringify(profile);
}

function listNodes({ samples }: LaneData, forest: StackForest): number[] {
  const ids: number[] = [];
  for (const rows = rowsOf(samples); rows.next();) ids.push(forest.nodeOf(rows.stack) + FIRST_ID);
  return ids;
}

/** When the session began, on a clock of the file's own: DevTools shows nothing of a profile that begins at 0. */
const ORIGIN_US = 1e6;

/** Whole microseconds, as V8 has them; rounded as moments, so that errors do not add up. */
function buildTimes({ startUs, samples }: LaneData) {
  const startTime = ORIGIN_US + Math.round(startUs);
  const timeDeltas: number[] = [];
  let moment = ORIGIN_US + startUs;
  let before = startTime;
  for (const rows = rowsOf(samples); rows.next();) {
    const rounded = Math.round(moment);
    timeDeltas.push(rounded - before);
    before = rounded;
    moment += rows.us;
  }
  return { startTime, endTime: Math.round(moment), timeDeltas };
}

function buildNodes(session: SessionData, lane: LaneData, forest: StackForest): V8ProfileNode[] {
  const callFrames = buildCallFrames(readFrames(session));
  const hits = countRows(forest, lane);
  const ticks = new StackShares(forest, lane.leafLines, (_, line) => line);
  const children: number[][] = Array.from({ length: forest.size + 1 }, () => []);
  const nodes: V8ProfileNode[] = [
    { id: ROOT_ID, callFrame: ROOT_FRAME, hitCount: 0, children: children[0] ?? [] },
  ];
  for (let node = 0; node < forest.size; node++) {
    const hitCount = hits[node] ?? 0;
    children[(forest.parent[node] ?? -1) + 1]?.push(node + FIRST_ID);
    nodes.push({
      id: node + FIRST_ID,
      callFrame: callFrames[forest.frame[node] ?? -1] ?? ROOT_FRAME,
      hitCount,
      children: children[node + 1] ?? [],
      positionTicks: buildTicks(ticks, node, hitCount),
    });
  }
  return nodes;
}

/** How often each node is named by the samples that are written. */
function countRows(forest: StackForest, { samples }: LaneData): Float64Array {
  const counts = new Float64Array(forest.size);
  for (const rows = rowsOf(samples); rows.next();) addAt(counts, forest.nodeOf(rows.stack), 1);
  return counts;
}

/** The node's hits, shared among its lines in whole ticks: the largest remainders are rounded up. */
function buildTicks({ first, line, share }: StackShares, node: number, hits: number) {
  const rows: { readonly line: number; ticks: number; readonly rest: number }[] = [];
  let decided = 0;
  for (let row = first[node] ?? 0; row < (first[node + 1] ?? 0); row++) {
    const exact = (share[row] ?? 0) * hits;
    const ticks = Math.floor(exact);
    rows.push({ line: line[row] ?? 0, ticks, rest: exact - ticks });
    decided += exact;
  }
  let left = Math.round(decided) - rows.reduce((sum, { ticks }) => sum + ticks, 0);
  for (const row of rows.toSorted((a, b) => b.rest - a.rest)) {
    if (left-- <= 0) break;
    row.ticks++;
  }
  return rows
    .filter(({ ticks }) => ticks > 0)
    .map((row): V8PositionTick => ({ line: row.line, ticks: row.ticks }));
}

/** Frame → V8's form of it. Files get script ids of their own. */
function buildCallFrames(frames: readonly Frame[]): V8CallFrame[] {
  const scripts = new Map<string, string>();
  return frames.map(frame => {
    const { file, line, column } = frame;
    const url = file === null ? '' : urlOfPath(file);
    if (!scripts.has(url)) scripts.set(url, url === '' ? '0' : String(scripts.size + 1));
    return {
      functionName: nameOf(frame),
      scriptId: scripts.get(url) ?? '0',
      url,
      lineNumber: (line ?? 0) - 1,
      columnNumber: (column ?? 0) - 1,
    };
  });
}

/** V8's names. `[gc]` and `[await]` stand below functions, where V8 has nothing: they keep theirs. */
const V8_NAMES: ReadonlyMap<string, string> = new Map([
  [SYNTHETIC.idle, '(idle)'],
  [SYNTHETIC.native, '(program)'],
]);

function nameOf(frame: Frame): string {
  if (frame.kind === 'synthetic') return V8_NAMES.get(frame.name) ?? frame.name;
  if (frame.name === '<module>' || frame.name === '<anonymous>') return '';
  return displayName(frame);
}

// One profile as V8 gives it (`Profiler.Profile` of the inspector protocol), added to a session that is being built.
//
// V8's samples are moments; here each lasts until the next one. So times add up to the profile's duration:
//
//   startTime        t0     t1        t2       endTime
//   |                |      |         |        |
//   |◀─── sample 0 ──────▶  |◀── 1 ──▶|◀─ 2 ──▶|

import { SYNTHETIC } from '../model/frame.ts';
import type { Frame, Micros } from '../model/frame.ts';
import type { LaneBuilder } from '../model/lane-builder.ts';
import type { SessionBuilder } from '../model/session-builder.ts';

/** A function as V8 names it. Line and column from 0; -1 for code without a script. */
export interface V8CallFrame {
  readonly functionName: string;
  readonly scriptId: string;
  readonly url: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** Samples that hit one line of a node's function (or, on Node 20 to 24, of a function inlined into it). */
export interface V8PositionTick {
  /** From 1. */
  readonly line: number;
  readonly ticks: number;
}

/** A node of V8's call tree. */
export interface V8ProfileNode {
  readonly id: number;
  readonly callFrame: V8CallFrame;
  readonly hitCount?: number;
  readonly children?: readonly number[];
  readonly positionTicks?: readonly V8PositionTick[];
}

/** A profile of one thread. Times in microseconds of a monotonic clock. */
export interface V8Profile {
  readonly nodes: readonly V8ProfileNode[];
  readonly startTime: Micros;
  readonly endTime: Micros;
  /** Node ids in order of time. */
  readonly samples?: readonly number[];
  /** Time from the sample before (the first: from `startTime`) to this one. */
  readonly timeDeltas?: readonly Micros[];
}

const PSEUDO_FRAMES: ReadonlyMap<string, string> = new Map([
  ['(idle)', SYNTHETIC.idle],
  ['(program)', SYNTHETIC.native],
]);

/**
 * Appends the profile's samples and leaf lines to the lane. Profiles of one thread can be added one after another.
 * Garbage collection goes under the stack that was running. Expects a sound profile: files are checked before.
 */
export function addV8Profile(builder: SessionBuilder, lane: LaneBuilder, profile: V8Profile): void {
  const stackOf = internStacks(builder, profile.nodes);
  const selfOf = new Map<number, Micros>();
  const gcFrame = builder.frame(syntheticFrame(SYNTHETIC.gc));
  let running = -1;
  forEachSample(profile, (id, durationUs) => {
    const stack = stackOf.get(id);
    if (stack === undefined) return;
    if (stack === GARBAGE_COLLECTOR) {
      lane.sample(builder.stack(running, gcFrame), durationUs);
      return;
    }
    running = stack;
    lane.sample(stack, durationUs);
    selfOf.set(id, (selfOf.get(id) ?? 0) + durationUs);
  });
  addLeafLines(lane, profile.nodes, id => ({
    stack: stackOf.get(id) ?? -1,
    self: selfOf.get(id) ?? 0,
  }));
}

/** Stands for the stack of the node `(garbage collector)`, which depends on the moment. */
const GARBAGE_COLLECTOR = -2;

/** Calls `visit` with each sample's node and how long it lasted; the durations sum to the profile's. */
function forEachSample(
  { samples = [], timeDeltas = [], startTime, endTime }: V8Profile,
  visit: (id: number, durationUs: Micros) => void,
): void {
  let begin = startTime;
  let moment = startTime + (timeDeltas[0] ?? 0);
  samples.forEach((id, i) => {
    const isLast = i === samples.length - 1;
    const next = isLast ? Math.max(endTime, moment) : moment + (timeDeltas[i + 1] ?? 0);
    const end = Math.max(begin, next);
    visit(id, end - begin);
    [begin, moment] = [end, next];
  });
}

/** The session's stack for every node; the node `(root)` is nobody's parent. */
function internStacks(
  builder: SessionBuilder,
  nodes: readonly V8ProfileNode[],
): ReadonlyMap<number, number> {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const childIds = new Set(nodes.flatMap(node => node.children ?? []));
  const stackOf = new Map<number, number>();
  const open = nodes.filter(node => !childIds.has(node.id)).map(node => ({ node, parent: -1 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, parent } = next;
    const stack = internStack(builder, node.callFrame, parent);
    if (stack !== null) stackOf.set(node.id, stack);
    for (const id of node.children ?? []) {
      const child = byId.get(id);
      if (child !== undefined) open.push({ node: child, parent: stack === null ? -1 : stack });
    }
  }
  return stackOf;
}

/** `null` for `(root)`, which is no stack. */
function internStack(
  builder: SessionBuilder,
  callFrame: V8CallFrame,
  parent: number,
): number | null {
  const { functionName, url } = callFrame;
  if (url === '') {
    if (functionName === '(root)') return null;
    if (functionName === '(garbage collector)') return GARBAGE_COLLECTOR;
    const pseudo = PSEUDO_FRAMES.get(functionName);
    if (pseudo !== undefined) return builder.stack(parent, builder.frame(syntheticFrame(pseudo)));
  }
  return builder.stack(parent, builder.frame(frameOf(callFrame)));
}

function frameOf({ functionName, url, lineNumber, columnNumber }: V8CallFrame): Frame {
  return {
    name: functionName,
    className: null,
    file: url === '' ? null : url,
    line: lineNumber < 0 ? null : lineNumber + 1,
    column: columnNumber < 0 ? null : columnNumber + 1,
    kind:
      url === ''
        ? lineNumber < 0
          ? 'native'
          : 'application'
        : url.startsWith('node:')
          ? 'node'
          : 'application',
  };
}

function syntheticFrame(name: string): Frame {
  return { name, className: null, file: null, line: null, column: null, kind: 'synthetic' };
}

/** Shares each node's self time among its lines in proportion to their ticks. */
function addLeafLines(
  lane: LaneBuilder,
  nodes: readonly V8ProfileNode[],
  timeOf: (id: number) => { readonly stack: number; readonly self: Micros },
): void {
  for (const { id, positionTicks = [] } of nodes) {
    const { stack, self } = timeOf(id);
    const all = positionTicks.reduce((sum, { ticks }) => sum + ticks, 0);
    if (stack < 0 || self <= 0 || all <= 0) continue;
    for (const { line, ticks } of positionTicks)
      lane.leafLine(stack, { line, column: 0 }, (self * ticks) / all);
  }
}

// The call tree: a lane's stacks as nodes with times. Frames that share a path from the root are one node.

//
//   samples   main > parse 3ms     →   <program> 5ms
//             main 1ms                 ├─ main 4ms (self 1ms)
//             [gc] 1ms                 │  └─ parse 3ms
//                                      └─ [gc] 1ms

import type { CallNode } from './call-node.ts';
import { CallTreeBuilder } from './call-tree-builder.ts';
export type { CallNode } from './call-node.ts';
import type { Micros } from './frame.ts';
import { joinSameStacks } from './join-same-stacks.ts';
import { pickLanes } from './lane.ts';
import { rowsOf } from './sample-rows.ts';
import type { LaneData, SessionData, StackTable } from './session.ts';

/** How to build a call tree. */
export interface CallTreeOptions {
  /** Index into `session.lanes`; `undefined` merges all lanes. */
  readonly lane?: number;
  /** Keep the order of time: the same function called again later is a node of its own. Default: merge by path. */
  readonly timeline?: boolean;
  /**
   * Give the time of samples whose leaf is a real function to a `[self]` child of that leaf, so that all time is in
   * leaves: what the processors of the console report work on. Default: it is the leaf's own `self`.
   */
  readonly selfNodes?: boolean;
}

export type BuildCallTree = (session: SessionData, options?: CallTreeOptions) => CallNode;

/**
 * Builds the tree of all stacks below one synthetic `<program>` node, whose total is the sum of the samples'
 * durations in microseconds. Children of equal weight keep the order in which they were first seen. Nodes of the same frame share
 * one `Frame` object. Throws a `RangeError` when there is no such lane.
 */
export const buildCallTree: BuildCallTree = (session, options = {}) => {
  const timeline = options.timeline === true;
  // By path, processors can still merge what is the same function; in a timeline, it must not have come apart.
  const whole = timeline ? joinSameStacks(session) : session;
  const paths = new OpenPaths(session, whole.stacks, options.selfNodes === true ? 'apart' : 'own');
  const told = pickLanes(session, options.lane);
  for (const [i, lane] of pickLanes(whole, options.lane).entries()) {
    if (timeline) appendLane(paths, lane, told[i] ?? lane);
    else mergeLane(paths, lane);
    paths.builder.endLane();
  }
  return timeline ? paths.builder.finishByTime() : paths.builder.finishByWeight();
};

/** Merges a lane's samples into the nodes of their paths. */
function mergeLane(paths: OpenPaths, { samples }: LaneData): void {
  for (const rows = rowsOf(samples); rows.next();) {
    paths.open(rows.stack, rows.stack);
    paths.record(rows.stack, rows.us, rows.count);
  }
}

/**
 * Appends a lane's samples in the order of time: only neighbours share nodes, as far as their stacks agree. `told`: the
 * lane with its functions as they are told, each time they are called.
 */
function appendLane(paths: OpenPaths, { samples }: LaneData, told: LaneData): void {
  const path: number[] = [];
  const toldRows = rowsOf(told.samples);
  for (const rows = rowsOf(samples); rows.next() && toldRows.next();) {
    const { stack } = rows;
    if (path.at(-1) !== stack) switchPath(paths, path, { stack, told: toldRows.stack });
    paths.record(stack, rows.us, rows.count);
  }
  for (const stack of path) paths.close(stack);
}

/** Leaves what the new stack does not share with the path before it, and enters the rest of it. */
function switchPath(
  paths: OpenPaths,
  path: number[],
  { stack, told }: { readonly stack: number; readonly told: number },
): void {
  const top = path.at(-1);
  if (top !== undefined) paths.closeSelf(top);
  const shared = paths.findOpenAncestor(stack);
  while (path.length > 0 && path.at(-1) !== shared) paths.close(path.pop() ?? 0);
  for (const entered of paths.open(stack, told)) path.push(entered);
}

/** Which node stands for which stack at this moment. A parent is open whenever its child is. */
class OpenPaths {
  readonly builder: CallTreeBuilder;
  readonly #parent: readonly number[];
  /** The same before stacks were joined. */
  readonly #toldParent: readonly number[];
  readonly #frame: readonly number[];
  readonly #selfNodes: boolean;
  /** Stack → node; 0, the root's number, where none is open. */
  readonly #nodes: Int32Array;
  /** Stack → its `[self]` node, likewise. */
  readonly #selves: Int32Array;

  /** `joined`: the session's stacks, those of the same functions under one number. */
  constructor(session: SessionData, joined: StackTable, selfTime: 'own' | 'apart') {
    const selfNodes = selfTime === 'apart';
    this.builder = new CallTreeBuilder(session, selfNodes);
    this.#parent = joined.parent;
    this.#toldParent = session.stacks.parent;
    this.#frame = session.stacks.frame;
    this.#selfNodes = selfNodes;
    this.#nodes = new Int32Array(this.#parent.length);
    this.#selves = new Int32Array(this.#parent.length);
  }

  /** The stack itself, or its nearest ancestor, that has a node; -1 where none has. */
  findOpenAncestor(stack: number): number {
    let open = stack;
    while (open >= 0 && this.#nodes[open] === 0) open = this.#parent[open] ?? -1;
    return open;
  }

  /**
   * Makes nodes for the stack and its ancestors where there are none, for the functions of the stack `told`, which are
   * the same; returns those stacks, root first.
   */
  open(stack: number, told: number): readonly number[] {
    if (this.#nodes[stack] !== 0) return NONE;
    const missing: number[] = [];
    const frames: number[] = [];
    for (let s = stack, t = told; s >= 0 && this.#nodes[s] === 0; s = this.#parent[s] ?? -1) {
      missing.push(s);
      frames.push(this.#frame[t] ?? 0);
      t = this.#toldParent[t] ?? -1;
    }
    missing.reverse();
    for (const entered of missing) {
      const parent = this.#nodes[this.#parent[entered] ?? -1] ?? 0;
      this.#nodes[entered] = this.builder.add(parent, frames.pop() ?? 0, entered);
    }
    return missing;
  }

  /** Gives time to an open stack. */
  record(stack: number, us: Micros, count: number): void {
    const node = this.#nodes[stack] ?? 0;
    if (!this.#selfNodes || this.builder.isPseudoLeaf(node)) {
      this.builder.record(node, us, count);
      return;
    }
    let self = this.#selves[stack] ?? 0;
    if (self === 0) self = this.#selves[stack] = this.builder.addSelf(node);
    this.builder.record(self, us, count);
  }

  /** The next time, this stack gets a node of its own. */
  close(stack: number): void {
    this.#nodes[stack] = 0;
    this.#selves[stack] = 0;
  }

  /** The next time, this stack gets a `[self]` node of its own. */
  closeSelf(stack: number): void {
    this.#selves[stack] = 0;
  }
}

const NONE: readonly number[] = [];

// The stacks that occur in one lane, as a forest to walk: a node for each stack, with the lane's times.

import { addAt } from './column.ts';
import { isSynthetic, SYNTHETIC } from './frame.ts';
import { readFrames } from './frame-table.ts';
import { rowsOf } from './sample-rows.ts';
import type { LaneData, SessionData } from './session.ts';

const NONE = -1;

/** What a walk calls: every node is entered before its children and left after them. */
export interface StackVisitor {
  enter(node: number): void;
  leave(node: number): void;
}

/** Nodes are numbered from 0, parents before children; only stacks that occur in the lane are nodes. */
export class StackForest {
  /** Node → index into `session.stacks`. */
  readonly stack: readonly number[];
  /** Node → index into `session.frames`. */
  readonly frame: Int32Array;
  /** Node → node of its parent stack; -1 for roots. */
  readonly parent: Int32Array;
  readonly selfUs: Float64Array;
  readonly totalUs: Float64Array;
  /** The part of the total that is in `[await]` leaves. */
  readonly waitingUs: Float64Array;
  /** Number of samples with exactly this stack. */
  readonly selfSamples: Float64Array;
  /** Number of samples with this stack or one above it. */
  readonly totalSamples: Float64Array;
  readonly #nodeOf: Int32Array;
  readonly #firstChild: Int32Array;
  readonly #nextSibling: Int32Array;
  #firstRoot = NONE;

  constructor(session: SessionData, lane: LaneData) {
    const { parent, frame } = session.stacks;
    this.#nodeOf = new Int32Array(parent.length).fill(NONE);
    this.stack = collectStacks(lane, parent, this.#nodeOf);
    const size = this.stack.length;
    this.frame = Int32Array.from(this.stack, stack => frame[stack] ?? NONE);
    this.parent = Int32Array.from(this.stack, stack => this.nodeOf(parent[stack] ?? NONE));
    this.selfUs = new Float64Array(size);
    this.totalUs = new Float64Array(size);
    this.waitingUs = new Float64Array(size);
    this.selfSamples = new Float64Array(size);
    this.totalSamples = new Float64Array(size);
    this.#firstChild = new Int32Array(size).fill(NONE);
    this.#nextSibling = new Int32Array(size).fill(NONE);
    this.#addSamples(lane);
    this.#rollUp(readFrames(session).map(found => isSynthetic(found, SYNTHETIC.await)));
  }

  /** Number of nodes. */
  get size(): number {
    return this.stack.length;
  }

  /** The node of this stack; -1 where it does not occur in the lane. */
  nodeOf(stack: number): number {
    return this.#nodeOf[stack] ?? NONE;
  }

  /** Walks all nodes depth first. */
  walk(visitor: StackVisitor): void {
    let node = this.#firstRoot;
    while (node !== NONE) {
      visitor.enter(node);
      const child = this.#firstChild[node] ?? NONE;
      node = child === NONE ? this.#leaveUpwards(node, visitor) : child;
    }
  }

  /** Leaves the node, and its ancestors as long as they have no further child; returns the next node to enter. */
  #leaveUpwards(from: number, visitor: StackVisitor): number {
    for (let node = from; node !== NONE; node = this.parent[node] ?? NONE) {
      visitor.leave(node);
      const sibling = this.#nextSibling[node] ?? NONE;
      if (sibling !== NONE) return sibling;
    }
    return NONE;
  }

  #addSamples({ samples }: LaneData): void {
    for (const rows = rowsOf(samples); rows.next();) {
      const node = this.nodeOf(rows.stack);
      addAt(this.selfUs, node, rows.us);
      addAt(this.selfSamples, node, rows.count);
    }
  }

  /** Children have higher numbers: going down, each node is complete when it is added to its parent. */
  #rollUp(isAwait: readonly boolean[]): void {
    for (let node = this.size - 1; node >= 0; node--) {
      const parent = this.parent[node] ?? NONE;
      if (isAwait[this.frame[node] ?? NONE] === true) {
        addAt(this.waitingUs, node, this.selfUs[node] ?? 0);
      }
      addAt(this.totalUs, node, this.selfUs[node] ?? 0);
      addAt(this.totalSamples, node, this.selfSamples[node] ?? 0);
      this.#link(node, parent);
      if (parent === NONE) continue;
      addAt(this.totalUs, parent, this.totalUs[node] ?? 0);
      addAt(this.waitingUs, parent, this.waitingUs[node] ?? 0);
      addAt(this.totalSamples, parent, this.totalSamples[node] ?? 0);
    }
  }

  #link(node: number, parent: number): void {
    if (parent === NONE) {
      this.#nextSibling[node] = this.#firstRoot;
      this.#firstRoot = node;
    } else {
      this.#nextSibling[node] = this.#firstChild[parent] ?? NONE;
      this.#firstChild[parent] = node;
    }
  }
}

/** The lane's stacks and all their ancestors, each once, parents first. Notes their numbers in `nodeOf`. */
function collectStacks(lane: LaneData, parent: readonly number[], nodeOf: Int32Array): number[] {
  const stacks: number[] = [];
  const missing: number[] = [];
  for (const rows = rowsOf(lane.samples); rows.next();) {
    for (let s = rows.stack; s >= 0 && nodeOf[s] === NONE; s = parent[s] ?? NONE) missing.push(s);
    for (let s = missing.pop(); s !== undefined; s = missing.pop()) {
      nodeOf[s] = stacks.length;
      stacks.push(s);
    }
  }
  return stacks;
}

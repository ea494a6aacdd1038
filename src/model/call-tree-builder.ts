// Collects the nodes of a call tree, and rolls their times up when all samples are in.

import { BinarySeconds } from './binary-seconds.ts';
import { secondsOf } from './call-node.ts';
import type { CallNode } from './call-node.ts';
import { isSynthetic, SYNTHETIC, syntheticFrame } from './frame.ts';
import type { Frame, Micros } from './frame.ts';
import { readFrames } from './frame-table.ts';
import type { SessionData } from './session.ts';

const PROGRAM: Frame = syntheticFrame(SYNTHETIC.program);
const SELF: Frame = syntheticFrame(SYNTHETIC.self);

interface GrowingNode extends CallNode {
  total: Micros;
  self: Micros;
  waiting: Micros;
  samples: number;
  seconds?: number;
  readonly children: GrowingNode[];
}

/** Nodes are numbered in the order in which they are added, parents before children; 0 is the root. */
export class CallTreeBuilder {
  readonly #frames: readonly Frame[];
  readonly #nodes: GrowingNode[] = [];
  readonly #parents: number[] = [];
  readonly #seconds: BinarySeconds | null;
  /** Time of all samples so far. */
  #now: Micros = 0;

  /** `hasSeconds`: whether the nodes have the sums of `CallNode.seconds`. */
  constructor(session: SessionData, hasSeconds: boolean) {
    this.#seconds = hasSeconds ? new BinarySeconds(this.#parents) : null;
    this.#frames = readFrames(session);
    this.#append(-1, PROGRAM, -1);
  }

  /** Adds a child for the session's frame `frame`, standing for `stack`; returns its number. */
  add(parent: number, frame: number, stack: number): number {
    const found = this.#frames[frame];
    if (found === undefined) throw new RangeError(`No frame ${frame}`);
    return this.#append(parent, found, stack);
  }

  /** Adds a `[self]` child; returns its number. */
  addSelf(parent: number): number {
    return this.#append(parent, SELF, -1);
  }

  /** Whether the node's time is already that of a leaf which is no function, such as `[await]`. */
  isPseudoLeaf(node: number): boolean {
    return this.#nodes[node]?.frame.kind === 'synthetic';
  }

  /** Gives time to the node itself, which so many samples stand for. */
  record(node: number, us: Micros, count: number): void {
    const leaf = this.#nodes[node];
    if (leaf === undefined) throw new RangeError(`No node ${node}`);
    leaf.self += us;
    leaf.samples += count;
    this.#now += us;
    this.#seconds?.add(node, us / 1e6);
  }

  /** What comes next is of another thread. */
  endLane(): void {
    this.#seconds?.endAll();
  }

  /** The finished tree, children in the order in which they were added. Ends the builder. */
  finishByTime(): CallNode {
    return this.#rollUp();
  }

  /** The finished tree, the heaviest child first. Ends the builder. */
  finishByWeight(): CallNode {
    const root = this.#rollUp();
    for (const { children } of this.#nodes) {
      if (children.length > 1) children.sort((a, b) => secondsOf(b) - secondsOf(a));
    }
    return root;
  }

  #append(parent: number, frame: Frame, stack: number): number {
    const node: GrowingNode = {
      frame,
      total: 0,
      self: 0,
      waiting: 0,
      samples: 0,
      children: [],
      stack,
      appeared: this.#nodes.length,
      start: this.#now,
    };
    this.#nodes[parent]?.children.push(node);
    this.#parents.push(parent);
    return this.#nodes.push(node) - 1;
  }

  #rollUp(): CallNode {
    const [root] = this.#nodes as [GrowingNode];
    for (let i = this.#nodes.length - 1; i >= 0; i--) {
      const node = this.#nodes[i] ?? root;
      node.total += node.self;
      if (this.#seconds !== null) node.seconds = this.#seconds.of(i);
      if (isSynthetic(node.frame, SYNTHETIC.await)) node.waiting += node.self;
      const parent = this.#nodes[this.#parents[i] ?? -1];
      if (parent === undefined) continue;
      parent.total += node.total;
      parent.waiting += node.waiting;
      parent.samples += node.samples;
    }
    return root;
  }
}

// Collects the nodes of a call tree, and rolls their times up when all samples are in.

import { BinarySeconds } from './binary-seconds.ts';
import { secondsOf } from './call-node.ts';
import type { CallNode } from './call-node.ts';
import { addAt } from './column.ts';
import { isSynthetic, SYNTHETIC, syntheticFrame } from './frame.ts';
import type { Frame, Micros } from './frame.ts';
import { readFrames } from './frame-table.ts';
import type { SessionData } from './session.ts';

const PROGRAM: Frame = syntheticFrame(SYNTHETIC.program);
const SELF: Frame = syntheticFrame(SYNTHETIC.self);

interface OpenNode extends CallNode {
  readonly children: CallNode[];
}

/** By node. */
interface RolledUp {
  readonly total: Float64Array;
  readonly waiting: Float64Array;
  readonly isLeaf: Uint8Array;
}

/** What has no children. */
const NO_NODES: CallNode[] = [];

/**
 * Nodes are numbered in the order in which they are added, parents before children; 0 is the root. They are columns
 * until all is known of them: objects whose fields grow are several times as slow.
 */
export class CallTreeBuilder {
  readonly #frames: readonly Frame[];
  readonly #frame: Frame[] = [];
  readonly #parent: number[] = [];
  readonly #stack: number[] = [];
  readonly #start: Micros[] = [];
  readonly #self: Micros[] = [];
  readonly #samples: number[] = [];
  readonly #seconds: BinarySeconds | null;
  /** Time of all samples so far. */
  #now: Micros = 0;

  /** `hasSeconds`: whether the nodes have the sums of `CallNode.seconds`. */
  constructor(session: SessionData, hasSeconds: boolean) {
    this.#seconds = hasSeconds ? new BinarySeconds(this.#parent) : null;
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
    return this.#frame[node]?.kind === 'synthetic';
  }

  /** Gives time to the node itself, which so many samples stand for. */
  record(node: number, us: Micros, count: number): void {
    if (this.#frame[node] === undefined) throw new RangeError(`No node ${node}`);
    addAt(this.#self, node, us);
    addAt(this.#samples, node, count);
    this.#now += us;
    this.#seconds?.add(node, us / 1e6);
  }

  /** What comes next is of another thread. */
  endLane(): void {
    this.#seconds?.endAll();
  }

  /** The finished tree, children in the order in which they were added. Ends the builder. */
  finishByTime(): CallNode {
    return this.#build()[0];
  }

  /** The finished tree, the heaviest child first. Ends the builder. */
  finishByWeight(): CallNode {
    const nodes = this.#build();
    for (const { children } of nodes) {
      if (children.length > 1) children.sort((a, b) => secondsOf(b) - secondsOf(a));
    }
    return nodes[0];
  }

  #append(parent: number, frame: Frame, stack: number): number {
    this.#frame.push(frame);
    this.#stack.push(stack);
    this.#start.push(this.#now);
    this.#self.push(0);
    this.#samples.push(0);
    return this.#parent.push(parent) - 1;
  }

  #build(): readonly [OpenNode, ...OpenNode[]] {
    const nodes: OpenNode[] = [];
    const sums = this.#rollUp();
    for (let i = 0; i < this.#frame.length; i++) {
      const node = this.#node(i, sums);
      nodes.push(node);
      nodes[this.#parent[i] ?? -1]?.children.push(node);
    }
    return nodes as [OpenNode, ...OpenNode[]];
  }

  #node(i: number, { total, waiting, isLeaf }: RolledUp): OpenNode {
    const seconds = this.#seconds?.isWhole === true ? { seconds: this.#seconds.of(i) } : {};
    return {
      frame: this.#frame[i] ?? PROGRAM,
      total: total[i] ?? 0,
      self: this.#self[i] ?? 0,
      waiting: waiting[i] ?? 0,
      samples: this.#samples[i] ?? 0,
      children: isLeaf[i] === 1 ? NO_NODES : [],
      stack: this.#stack[i] ?? -1,
      appeared: i,
      start: this.#start[i] ?? 0,
      ...seconds,
    };
  }

  /** Children have higher numbers: going down, each node is complete when it is added to its parent. */
  #rollUp(): RolledUp {
    const size = this.#frame.length;
    const total = new Float64Array(size);
    const waiting = new Float64Array(size);
    const isLeaf = new Uint8Array(size).fill(1);
    for (let i = size - 1; i >= 0; i--) {
      const self = this.#self[i] ?? 0;
      addAt(total, i, self);
      if (isSynthetic(this.#frame[i] ?? PROGRAM, SYNTHETIC.await)) addAt(waiting, i, self);
      const parent = this.#parent[i] ?? -1;
      if (parent < 0) continue;
      isLeaf[parent] = 0;
      addAt(total, parent, total[i] ?? 0);
      addAt(waiting, parent, waiting[i] ?? 0);
      addAt(this.#samples, parent, this.#samples[i] ?? 0);
    }
    return { total, waiting, isLeaf };
  }
}

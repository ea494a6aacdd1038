// The call tree: a lane's stacks as nodes with times. Frames that share a path from the root are one node.

import type { Frame, Micros } from './frame.ts';
import type { SessionData } from './session.ts';

/**
 * A node of the call tree. `total` = `self` + the children's totals, always. Trees can be 100,000 deep: walk them by
 * loops. Nodes are plain data; processors take a tree and give a new one.
 */
export interface CallNode {
  readonly frame: Frame;
  /** Wall-clock time in this frame and everything it called or waited for. */
  readonly total: Micros;
  /** The part of `total` that is in no child. */
  readonly self: Micros;
  /** The part of `total` spent waiting: in `[await]` leaves below (or at) this node. */
  readonly waiting: Micros;
  /** Number of samples whose stack passes through this node. */
  readonly samples: number;
  /** Heaviest first, unless a timeline was asked for: then in order of time. */
  readonly children: readonly CallNode[];
  /** Index into `session.stacks` of the first stack that this node stands for; -1 for nodes that stand for none. */
  readonly stack: number;
}

/** How to build a call tree. */
export interface CallTreeOptions {
  /** Index into `session.lanes`; `undefined` merges all lanes. */
  readonly lane?: number;
  /** Keep the order of time: the same function called again later is a node of its own. Default: merge by path. */
  readonly timeline?: boolean;
}

export type BuildCallTree = (session: SessionData, options?: CallTreeOptions) => CallNode;

// A node of the call tree, as plain data.

import type { Frame, Micros } from './frame.ts';

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
  /** Number of samples whose stack passes through this node; 0 where it is known from notes alone that it ran. */
  readonly samples: number;
  /** Heaviest first, unless a timeline was asked for: then in order of time. */
  readonly children: readonly CallNode[];
  /** Index into `session.stacks` of the first stack that this node stands for; -1 for nodes that stand for none. */
  readonly stack: number;
  /**
   * `total` in seconds, but added up sample by sample and call by call in binary fractions, as other profilers do: what
   * is exactly as heavy, or exactly a hundredth of the whole, is decided as they decide it. Only in trees with `[self]`
   * nodes; see {@link secondsOf}.
   */
  readonly seconds?: number;
  /** Rank among the tree's nodes by first appearance in time: decides the order of equally heavy siblings. */
  readonly appeared?: number;
  /**
   * When the node first appeared, as the time of all samples before. In a timeline it ran from here for `total`,
   * whatever processors have taken out of it since.
   */
  readonly start?: Micros;
  /**
   * Number of the group of library frames that the node belongs to. The group's root is the member whose parent is in
   * no group, or in another one.
   */
  readonly group?: number;
}

/** Whether nothing was recorded. */
export function isEmpty({ samples, total }: Pick<CallNode, 'samples' | 'total'>): boolean {
  return samples === 0 && total === 0;
}

/** What orders nodes, and what their shares are of: `seconds`, unless a processor has changed the total alone. */
export function secondsOf({ seconds, total }: Pick<CallNode, 'seconds' | 'total'>): number {
  const exact = total / 1e6;
  return seconds !== undefined && Math.abs(seconds - exact) < HALF_MICRO ? seconds : exact;
}

const HALF_MICRO = 5e-7;

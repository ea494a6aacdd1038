// Drops what is too small to matter.

import { secondsOf } from '../model/call-node.ts';
import type { Processor } from './processor.ts';
import { absorbChildren } from './remove-frames.ts';
import { rewriteTree } from './rewrite-tree.ts';

/** The share of the whole below which a node is dropped by default. */
export const DEFAULT_FILTER_THRESHOLD = 0.01;

/**
 * A processor that drops nodes (with all below them) whose share of the root's total is less than `threshold`, from 0
 * to 1; one that is exactly as large stays. Their time becomes their parent's own.
 */
export function removeIrrelevant(threshold: number = DEFAULT_FILTER_THRESHOLD): Processor {
  return root => {
    const whole = secondsOf(root);
    if (whole <= 0) return root; // Of nothing, nothing is too small.
    return rewriteTree(root, node =>
      absorbChildren(node, child => secondsOf(child) / whole < threshold),
    );
  };
}

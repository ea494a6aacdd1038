// What a processor is: a call tree in, a new call tree out.
//
// Processors tidy a tree for people: they hide, merge, drop and group. None of them loses time: the root's total
// stays, and every node's total remains its self time plus its children's totals. What a processor takes away goes to
// the `self` of the node above it.

import type { CallNode } from '../model/call-tree.ts';

/** Takes a tree and gives a new one; never changes the tree it was given, which it may share parts of. */
export type Processor = (root: CallNode) => CallNode;

/** Puts the tree through the processors, in their order. */
export function applyProcessors(root: CallNode, processors: readonly Processor[]): CallNode {
  let tree = root;
  for (const process of processors) tree = process(tree);
  return tree;
}

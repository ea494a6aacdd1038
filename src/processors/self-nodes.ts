// Tidies the `[self]` nodes of a tree: the leaves that hold a function's own time beside its calls.

import type { CallNode } from '../model/call-tree.ts';
import { isSynthetic, SYNTHETIC } from '../model/frame.ts';
import { combineNodes } from './aggregate-calls.ts';
import type { Processor } from './processor.ts';
import { rewriteTree } from './rewrite-tree.ts';

/** Makes one node of `[self]` nodes that stand next to each other. */
export const mergeConsecutiveSelf: Processor = root =>
  rewriteTree(root, node => {
    const merges = node.children.some((child, i) => isSelf(child) && isSelf(node.children[i - 1]));
    return merges ? { ...node, children: joinRuns(node.children) } : node;
  });

/** Removes a `[self]` node that is an only child: its time becomes its parent's own. */
export const removeUnnecessarySelf: Processor = root =>
  rewriteTree(root, node => {
    const [only, second] = node.children;
    if (!isSelf(only) || second !== undefined) return node;
    return { ...node, self: node.self + only.total, children: [] };
  });

function joinRuns(children: readonly CallNode[]): CallNode[] {
  const joined: CallNode[] = [];
  for (const child of children) {
    const last = joined.at(-1);
    if (last !== undefined && isSelf(last) && isSelf(child))
      joined.push(combineLast(joined, child));
    else joined.push(child);
  }
  return joined;
}

function combineLast(joined: CallNode[], child: CallNode): CallNode {
  const last = joined.pop();
  return last === undefined ? child : combineNodes([last, child]);
}

function isSelf(node: CallNode | undefined): node is CallNode {
  return node !== undefined && isSynthetic(node.frame, SYNTHETIC.self);
}

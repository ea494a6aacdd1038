// Rebuilds a tree from the top down without recursion: each node is rewritten before its (new) children are. What does
// not change is shared with the tree before.

import type { CallNode } from '../model/call-tree.ts';

/**
 * The tree that results when `rewrite` is applied to the root, then to the children of what it gave, and so on: to all
 * nodes but leaves. It may change everything about a node but its total, and gives the same node back where there is
 * nothing to change.
 */
export function rewriteTree(root: CallNode, rewrite: (node: CallNode) => CallNode): CallNode {
  const first: Visit = { node: rewrite(root), children: undefined, parent: undefined, slot: 0 };
  const visits = [first];
  for (const visit of visits) {
    const { children } = visit.node;
    for (let slot = 0; slot < children.length; slot++) {
      const child = children[slot];
      if (child === undefined || child.children.length === 0) continue;
      const node = rewrite(child);
      visits.push({ node, children: undefined, parent: visit, slot });
      if (node !== child) replaceChild(visit, slot, node);
    }
  }
  for (let i = visits.length - 1; i >= 0; i--) finish(visits[i]);
  return first.node;
}

interface Visit {
  node: CallNode;
  /** The node's children, once one of them is another than before. */
  children: CallNode[] | undefined;
  readonly parent: Visit | undefined;
  /** The node's place among its parent's children. */
  readonly slot: number;
}

function replaceChild(visit: Visit, slot: number, node: CallNode): void {
  visit.children ??= visit.node.children.slice();
  visit.children[slot] = node;
}

function finish(visit: Visit | undefined): void {
  if (visit?.children === undefined) return;
  visit.node = { ...visit.node, children: visit.children };
  if (visit.parent !== undefined) replaceChild(visit.parent, visit.slot, visit.node);
}

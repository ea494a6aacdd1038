// Rebuilds a tree from the top down without recursion: each node is rewritten before its (new) children are.

import type { CallNode } from '../model/call-tree.ts';

/**
 * The tree that results when `rewrite` is applied to the root, then to the children of what it gave, and so on. It may
 * change everything about a node but its total, and gives the same node back where there is nothing to change.
 */
export function rewriteTree(root: CallNode, rewrite: (node: CallNode) => CallNode): CallNode {
  const nodes: CallNode[] = [rewrite(root)];
  const firstChild: number[] = [];
  for (let i = 0; i < nodes.length; i++) {
    firstChild.push(nodes.length);
    for (const child of nodes[i]?.children ?? []) nodes.push(rewrite(child));
  }
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    if (node !== undefined) nodes[i] = withChildren(node, nodes, firstChild[i] ?? 0);
  }
  return nodes[0] ?? root;
}

/** The node with as many of `nodes` as it has children, from `start` on, in their place. */
function withChildren(node: CallNode, nodes: readonly CallNode[], start: number): CallNode {
  if (node.children.every((child, i) => child === nodes[start + i])) return node;
  return { ...node, children: nodes.slice(start, start + node.children.length) };
}

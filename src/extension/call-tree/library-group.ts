// Groups of library frames: what is in one, and what comes out of it.

import type { CallNode } from '../../model/call-tree.ts';
import { findPackageName } from '../../model/package-name.ts';

/** Whether a node is in the group of the node that it is below. */
export function isMember(child: CallNode, parent: CallNode): boolean {
  return child.group !== undefined && child.group === parent.group;
}

/** What is below nodes, as far as it is in their groups. */
export interface OpenedGroup {
  readonly hidden: readonly CallNode[];
  /** What the group called back. */
  readonly exits: readonly CallNode[];
}

/** Splits what is below these nodes, as far as it is in their groups, into what is hidden and what comes out. */
export function openGroups(roots: readonly CallNode[]): OpenedGroup {
  const hidden: CallNode[] = [];
  const exits: CallNode[] = [];
  const open = [...roots];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const child of node.children) {
      if (!isMember(child, node)) exits.push(child);
      else {
        hidden.push(child);
        open.push(child);
      }
    }
  }
  return { hidden, exits };
}

/** The libraries of these nodes, each once, in the order of the tree. */
export function nameLibraries(nodes: readonly CallNode[]): string[] {
  const names = new Set<string>();
  for (const { frame } of nodes) {
    const name = frame.kind === 'node' ? 'node' : findPackageName(frame.file ?? '');
    if (name !== undefined) names.add(name);
  }
  return [...names];
}

// Decides which frames of folded groups are shown.
//
// Of a group, these are: its root, the frames from which it is left, and those with a large time of their own. A group
// that would hide fewer than two frames is shown whole.

import { secondsOf } from '../model/call-node.ts';
import type { CallNode } from '../model/call-tree.ts';
import { ownSeconds } from './console-row.ts';
import type { HiddenNode } from './library-label.ts';

/** Own time above this share of the whole keeps a frame of a group visible. */
const LARGE_SHARE = 0.2;
/** Fewer hidden frames than this are not worth a line that says so. */
const MIN_HIDDEN = 2;

/** The folded groups of a tree. */
export interface FoldedGroups {
  /** Frames that are not shown. */
  readonly hidden: ReadonlySet<CallNode>;
  /** For each group's root, what its group hides, in the order of the tree. */
  readonly hiddenBelow: ReadonlyMap<CallNode, readonly HiddenNode[]>;
}

/** Finds the groups of the tree that are worth folding. */
export function foldGroups(root: CallNode): FoldedGroups {
  const hidden = new Set<CallNode>();
  const hiddenBelow = new Map<CallNode, readonly HiddenNode[]>();
  for (const [groupRoot, members] of listGroups(root)) {
    const folded = members.filter(({ node }) => node !== groupRoot && !isShown(node, root));
    if (folded.length < MIN_HIDDEN) continue;
    hiddenBelow.set(groupRoot, folded);
    for (const { node } of folded) hidden.add(node);
  }
  return { hidden, hiddenBelow };
}

function isShown(node: CallNode, root: CallNode): boolean {
  if (ownSeconds(node) > LARGE_SHARE * secondsOf(root)) return true;
  return node.children.some(child => child.group !== node.group);
}

/** Each group's root with all members, itself included, parents before children and siblings in order. */
function listGroups(root: CallNode): ReadonlyMap<CallNode, readonly HiddenNode[]> {
  const groups = new Map<CallNode, HiddenNode[]>();
  const open: Visit[] = [{ node: root, parent: undefined, groupRoot: undefined }];
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    const groupRoot = rootOfGroup(visit);
    if (groupRoot !== undefined) addMember(groups, groupRoot, visit);
    const parent = visit.node;
    for (const node of parent.children.toReversed()) open.push({ node, parent, groupRoot });
  }
  return groups;
}

interface Visit extends HiddenNode {
  /** Root of the parent's group. */
  readonly groupRoot: CallNode | undefined;
}

function rootOfGroup({ node, parent, groupRoot }: Visit): CallNode | undefined {
  if (node.group === undefined) return undefined;
  return parent?.group === node.group ? groupRoot : node;
}

function addMember(
  groups: Map<CallNode, HiddenNode[]>,
  groupRoot: CallNode,
  { node, parent }: HiddenNode,
): void {
  const members = groups.get(groupRoot);
  if (members === undefined) groups.set(groupRoot, [{ node, parent }]);
  else members.push({ node, parent });
}

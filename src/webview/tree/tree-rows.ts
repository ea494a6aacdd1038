// The rows of the call tree view: the nodes that can be seen, given what the reader has expanded. Of a folded group
// only the frames that the console report would print are rows; what they called takes the place of the others.

import type { CallNode } from '../../model/call-tree.ts';
import type { Micros } from '../../model/frame.ts';
import { foldGroups } from '../../renderers/console-groups.ts';
import type { FoldedGroups } from '../../renderers/console-groups.ts';
import type { HiddenNode } from '../../renderers/library-label.ts';

/** Names a node: stays the same when the tree is built anew with other settings or from more samples. */
export type NodeKey = number;

/** What the reader has opened. */
export interface TreeState {
  /** Nodes whose children are shown. */
  readonly expanded: ReadonlySet<NodeKey>;
  /** Roots of groups whose frames are all shown. */
  readonly unfolded: ReadonlySet<NodeKey>;
}

/** A row; its numbers count from 1. */
export interface TreeRow {
  readonly key: NodeKey;
  readonly node: CallNode;
  /** The function's own time, without that of calls too small to be in the tree. */
  readonly self: Micros;
  readonly level: number;
  /** Index of the parent's row; -1 for the root. */
  readonly parent: number;
  readonly position: number;
  readonly siblings: number;
  readonly isExpandable: boolean;
  readonly isExpanded: boolean;
  /** For the root of a group that is worth folding: what its group hides, or would hide. */
  readonly group: readonly HiddenNode[] | undefined;
  readonly isUnfolded: boolean;
}

/** Names a node by the stack that it stands for. */
export function keyOf(node: CallNode): NodeKey {
  return node.stack;
}

/** The rows of one tree. */
export class TreeRows {
  readonly #root: CallNode;
  readonly #groups: FoldedGroups;
  readonly #parents = new Map<CallNode, CallNode>();
  /** Member of a group → the group's root. */
  readonly #groupRoots = new Map<CallNode, CallNode>();
  readonly #selves = new Map<NodeKey, Micros>();
  readonly #children = new Map<CallNode, readonly CallNode[]>();
  #unfolded: ReadonlySet<NodeKey> = new Set();

  /** `whole` is the tree that `root` was made of by leaving calls out. */
  constructor(root: CallNode, whole: CallNode = root) {
    this.#root = root;
    this.#groups = foldGroups(root);
    for (const node of walkTree(root)) {
      this.#selves.set(keyOf(node), node.self);
      for (const child of node.children) this.#parents.set(child, node);
      this.#noteGroup(node);
    }
    if (whole === root) return;
    for (const node of walkTree(whole)) {
      if (this.#selves.has(keyOf(node))) this.#selves.set(keyOf(node), node.self);
    }
  }

  /** The rows that can be seen, from the top down. */
  list({ expanded, unfolded }: TreeState): readonly TreeRow[] {
    this.#useGroups(unfolded);
    const rows: TreeRow[] = [];
    const open: Place[] = [{ node: this.#root, parent: -1, level: 1, position: 1, siblings: 1 }];
    for (let place = open.pop(); place !== undefined; place = open.pop()) {
      const row = this.#makeRow(place, expanded);
      const parent = rows.push(row) - 1;
      if (!row.isExpanded) continue;
      const children = this.#childrenOf(place.node);
      for (let i = children.length - 1; i >= 0; i--) {
        const node = children[i];
        const [level, siblings] = [place.level + 1, children.length];
        if (node !== undefined) open.push({ node, parent, level, position: i + 1, siblings });
      }
    }
    return rows;
  }

  /** The nodes from the root to a node, itself included. */
  pathTo(node: CallNode): readonly CallNode[] {
    const path: CallNode[] = [];
    for (let at: CallNode | undefined = node; at !== undefined; at = this.#parents.get(at)) {
      path.push(at);
    }
    return path.reverse();
  }

  /** What must be open so that a node can be seen: its ancestors, and the group that hides it. */
  reveal(node: CallNode, state: TreeState): TreeState {
    const opened = this.expandTo(node, state);
    if (!this.#groups.hidden.has(node)) return opened;
    const root = this.#groupRoots.get(node) ?? node;
    return { ...opened, unfolded: new Set([...opened.unfolded, keyOf(root)]) };
  }

  /** Opens the ancestors of a node, and the node itself. */
  expandTo(node: CallNode, state: TreeState): TreeState {
    return { ...state, expanded: new Set([...state.expanded, ...this.pathTo(node).map(keyOf)]) };
  }

  /** The last of these nodes that no group hides; the root where all are hidden. */
  lastShown(nodes: readonly CallNode[]): CallNode {
    return nodes.findLast(node => !this.#groups.hidden.has(node)) ?? this.#root;
  }

  /** The keys of a node and of all nodes below it. */
  keysBelow(node: CallNode): readonly NodeKey[] {
    return [...walkTree(node)].map(keyOf);
  }

  /** All nodes above these. */
  above(nodes: readonly CallNode[]): ReadonlySet<CallNode> {
    const above = new Set<CallNode>();
    for (const node of nodes) {
      let parent = this.#parents.get(node);
      for (; parent !== undefined && !above.has(parent); parent = this.#parents.get(parent)) {
        above.add(parent);
      }
    }
    return above;
  }

  /** The nodes that `isFound` finds, in the order of their rows when all are open. */
  find(isFound: (node: CallNode) => boolean): readonly CallNode[] {
    return [...walkTree(this.#root)].filter(isFound);
  }

  #makeRow({ node, ...place }: Place, expanded: ReadonlySet<NodeKey>): TreeRow {
    const key = keyOf(node);
    const isExpandable = this.#childrenOf(node).length > 0;
    return {
      ...place,
      key,
      node,
      self: this.#selves.get(key) ?? node.self,
      isExpandable,
      isExpanded: isExpandable && expanded.has(key),
      group: this.#groups.hiddenBelow.get(node),
      isUnfolded: this.#unfolded.has(key),
    };
  }

  #useGroups(unfolded: ReadonlySet<NodeKey>): void {
    if (this.#unfolded === unfolded) return;
    this.#unfolded = unfolded;
    this.#children.clear();
  }

  /** The node's children, the heaviest first; those that are folded away are replaced by theirs. */
  #childrenOf(node: CallNode): readonly CallNode[] {
    const known = this.#children.get(node);
    if (known !== undefined) return known;
    const children: CallNode[] = [];
    const open = [...node.children];
    for (let child = open.pop(); child !== undefined; child = open.pop()) {
      if (!this.#isFolded(child)) children.push(child);
      else for (const inner of child.children) open.push(inner);
    }
    children.sort((a, b) => b.total - a.total || (a.appeared ?? 0) - (b.appeared ?? 0));
    this.#children.set(node, children);
    return children;
  }

  #noteGroup(node: CallNode): void {
    if (node.group === undefined) return;
    const parent = this.#parents.get(node);
    const outer = parent?.group === node.group ? this.#groupRoots.get(parent) : undefined;
    this.#groupRoots.set(node, outer ?? node);
  }

  #isFolded(node: CallNode): boolean {
    const root = this.#groupRoots.get(node);
    return root !== undefined && this.#groups.hidden.has(node) && !this.#unfolded.has(keyOf(root));
  }
}

/** Where a row stands. */
type Place = Pick<TreeRow, 'node' | 'parent' | 'level' | 'position' | 'siblings'>;

/** A node and all below it, parents before their children, siblings in order. */
function* walkTree(root: CallNode): Generator<CallNode> {
  const open = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child !== undefined) open.push(child);
    }
  }
}

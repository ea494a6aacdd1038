// The state of the call tree view: what is expanded, which row is chosen, what the search finds.

import { useEffect, useMemo, useState } from 'preact/hooks';
import type { CallNode } from '../../model/call-tree.ts';
import { findHotPath } from '../../model/hot-path.ts';
import { buildMatcher } from '../frame-matcher.ts';
import type { FrameMatcher } from '../frame-matcher.ts';
import { useReport } from '../report-context.ts';
import { keyOf } from './tree-rows.ts';
import type { NodeKey, TreeRow, TreeRows, TreeState } from './tree-rows.ts';

/** The call tree as it can be seen, and what can be done with it. */
export interface TreeView extends TreeActions {
  readonly tree: CallNode;
  readonly rows: readonly TreeRow[];
  readonly hot: ReadonlySet<CallNode>;
  /** Index of the chosen row; -1 when it cannot be seen. */
  readonly active: number;
  readonly matcher: FrameMatcher | undefined;
  readonly found: readonly CallNode[];
  /** Nodes with something found below them. */
  readonly above: ReadonlySet<CallNode>;
  /** The node with this key; `undefined` when the tree does not show it. */
  readonly find: (key: NodeKey) => CallNode | undefined;
  readonly select: (index: number) => void;
}

interface TreeActions {
  /** Chooses a node and opens what hides it. */
  readonly show: (node: CallNode) => void;
  readonly expand: (row: TreeRow, depth: 'one' | 'all') => void;
  readonly collapse: (row: TreeRow, depth: 'one' | 'all') => void;
  readonly unfold: (row: TreeRow) => void;
  /** Shows the hot path and nothing else. */
  readonly showHotPath: () => void;
}

/** The view's state. */
export function useTree(): TreeView {
  const { model, settings, lane, query } = useReport();
  const tree = model.tree(settings, lane);
  const source = model.treeRows(tree, model.wholeTree(settings.loaders, lane));
  const hotPath = useMemo(() => findHotPath(tree), [tree]);
  const [state, setState] = useState<TreeState>(() => openHotPath(source, hotPath));
  const [activeKey, choose] = useState<NodeKey>(() => endOf(source, hotPath));
  useEffect(() => {
    setState(old => source.expandTo(source.lastShown(hotPath), old));
  }, [source]);
  const rows = useMemo(() => source.list(state), [source, state]);
  return {
    tree,
    rows,
    hot: useMemo(() => new Set(hotPath), [hotPath]),
    active: useMemo(() => rows.findIndex(({ key }) => key === activeKey), [rows, activeKey]),
    ...useFound(source, query),
    find: key => source.find(node => keyOf(node) === key)[0],
    select: index => {
      const row = rows[index];
      if (row !== undefined) choose(row.key);
    },
    ...actionsOn({ source, hotPath }, setState, choose),
  };
}

function useFound(source: TreeRows, query: string): Pick<TreeView, 'matcher' | 'found' | 'above'> {
  const matcher = useMemo(() => buildMatcher(query), [query]);
  const found = useMemo(() => findAll(source, matcher), [source, matcher]);
  const above = useMemo(() => source.above(found), [source, found]);
  return { matcher, found, above };
}

interface ShownTree {
  readonly source: TreeRows;
  readonly hotPath: readonly CallNode[];
}

function actionsOn(
  { source, hotPath }: ShownTree,
  change: (next: (old: TreeState) => TreeState) => void,
  choose: (key: NodeKey) => void,
): TreeActions {
  const keysFrom = ({ key, node }: TreeRow, depth: 'one' | 'all'): readonly NodeKey[] =>
    depth === 'one' ? [key] : source.keysBelow(node);
  return {
    show(node) {
      change(old => source.reveal(node, old));
      choose(keyOf(node));
    },
    expand(row, depth) {
      change(old => expanded(old, keysFrom(row, depth)));
    },
    collapse(row, depth) {
      change(old => collapsed(old, keysFrom(row, depth)));
    },
    unfold(row) {
      // What was in sight below the group stays in sight.
      const members = [row.node, ...(row.group ?? []).map(({ node }) => node)].map(keyOf);
      change(old => ({ ...expanded(old, members), unfolded: toggle(old.unfolded, row.key) }));
    },
    showHotPath() {
      change(() => openHotPath(source, hotPath));
      choose(endOf(source, hotPath));
    },
  };
}

function expanded(old: TreeState, keys: readonly NodeKey[]): TreeState {
  return { ...old, expanded: new Set([...old.expanded, ...keys]) };
}

function collapsed(old: TreeState, keys: readonly NodeKey[]): TreeState {
  const gone = new Set(keys);
  return { ...old, expanded: new Set([...old.expanded].filter(key => !gone.has(key))) };
}

const CLOSED: TreeState = { expanded: new Set(), unfolded: new Set() };

function openHotPath(source: TreeRows, hotPath: readonly CallNode[]): TreeState {
  return source.expandTo(source.lastShown(hotPath), CLOSED);
}

function endOf(source: TreeRows, hotPath: readonly CallNode[]): NodeKey {
  return keyOf(source.lastShown(hotPath));
}

function findAll(source: TreeRows, matcher: FrameMatcher | undefined): readonly CallNode[] {
  return matcher === undefined ? [] : source.find(node => matcher(node.frame));
}

function toggle(keys: ReadonlySet<NodeKey>, key: NodeKey): ReadonlySet<NodeKey> {
  const changed = new Set(keys);
  if (!changed.delete(key)) changed.add(key);
  return changed;
}

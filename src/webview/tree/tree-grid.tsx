// The rows of the call tree, under the heads of their columns.

import type { JSX } from 'preact';
import { findSource } from '../frame-text.ts';
import { useOpenSource } from '../source-link.tsx';
import { pageRows, VirtualRows } from '../virtual-rows.tsx';
import { ColumnHeads } from './column-heads.tsx';
import { findTreeAction } from './tree-keys.ts';
import type { TreeAction } from './tree-keys.ts';
import { TreeRowView } from './tree-row.tsx';
import { keyOf } from './tree-rows.ts';
import type { TreeRow } from './tree-rows.ts';
import type { TreeView } from './use-tree.ts';

const HEADS = (
  <ColumnHeads
    total="Time in this call and all it called"
    self="Time in this function's own code"
    last={{ style: 'name', text: 'Function' }}
  />
);

/** The rows. */
export function TreeGrid({ view }: { readonly view: TreeView }): JSX.Element {
  const activeRow = view.rows[view.active];
  return (
    <VirtualRows
      count={view.rows.length}
      active={view.active}
      head={HEADS}
      row={index => <GridRow view={view} index={index} />}
      list={{
        class: 'grid tree',
        role: 'treegrid',
        tabIndex: 0,
        'aria-label': 'Call tree',
        'aria-rowcount': view.rows.length + 1,
        'aria-activedescendant': activeRow === undefined ? undefined : rowId(activeRow),
        onKeyDown: useTreeKeys(view),
      }}
    />
  );
}

/** What keys do in the tree. */
function useTreeKeys(view: TreeView): (event: KeyboardEvent) => void {
  const run = useTreeAction(view);
  return event => {
    if (event.ctrlKey || event.metaKey || !(event.currentTarget instanceof Element)) return;
    const { key, altKey } = event;
    const pressed = { key, altKey, page: pageRows(event.currentTarget) };
    const action = findTreeAction(view.rows, view.active, pressed);
    if (action === undefined) return;
    event.preventDefault();
    run(action);
  };
}

function useTreeAction(view: TreeView): (action: TreeAction) => void {
  const { go } = useOpenSource();
  return action => {
    const row = view.rows[action.index];
    if (row === undefined) return;
    const place = findSource(row.node.frame);
    if (action.do === 'expand' || action.do === 'collapse')
      view[action.do](row, action.deep ? 'all' : 'one');
    else if (action.do === 'select') view.select(action.index);
    else if (action.do === 'unfold') view.unfold(row);
    else if (place !== undefined) go(place);
  };
}

function GridRow({ view, index }: { readonly view: TreeView; readonly index: number }) {
  const row = view.rows[index];
  if (row === undefined) return null;
  return (
    <TreeRowView
      row={row}
      id={rowId(row)}
      marks={marksOf(row, index, view)}
      onSelect={() => {
        view.select(index);
      }}
      onToggle={depth => {
        view[row.isExpanded ? 'collapse' : 'expand'](row, depth);
      }}
      onUnfold={() => {
        view.unfold(row);
      }}
    />
  );
}

function marksOf(row: TreeRow, index: number, view: TreeView): string[] {
  const { node } = row;
  const marks: string[] = [];
  if (index === view.active) marks.push('active');
  if (view.hot.has(node)) marks.push('hot');
  if (view.matcher?.(node.frame) === true) marks.push('found');
  if (!row.isExpanded && view.above.has(node)) marks.push('above-found');
  return marks;
}

function rowId({ node }: TreeRow): string {
  return `call-${keyOf(node)}`;
}

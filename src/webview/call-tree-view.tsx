// The call tree: who called what, and what it cost.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { countOf } from './figures.ts';
import { FrameDetails } from './frame-details.tsx';
import { findSource } from './frame-text.ts';
import { useReport } from './report-context.ts';
import type { Target } from './report-context.ts';
import { useSearchTarget } from './search-target.ts';
import { useOpenSource } from './source-link.tsx';
import { findTreeAction } from './tree-keys.ts';
import type { TreeAction } from './tree-keys.ts';
import { TreeRowView } from './tree-row.tsx';
import { keyOf } from './tree-rows.ts';
import type { TreeRow } from './tree-rows.ts';
import { useTree } from './use-tree.ts';
import type { TreeView } from './use-tree.ts';
import { pageRows, VirtualRows } from './virtual-rows.tsx';

interface CallTreeViewProps {
  readonly isShown: boolean;
  /** A call that another view wants to be shown here. */
  readonly target: Target | undefined;
}

/** The view. */
export function CallTreeView({ isShown, target }: CallTreeViewProps): JSX.Element {
  const { goTo } = useReport();
  const view = useTree();
  useTreeSearch(view, isShown);
  useTarget(view, target);
  const row = view.rows[view.active];
  return (
    <div class="split">
      <div class="main">
        <TreeToolbar view={view} />
        <TreeGrid view={view} />
      </div>
      {row !== undefined && (
        <FrameDetails
          frame={row.node.frame}
          times={{ ...row.node, self: row.self }}
          samples={row.node.samples}
          scope="Here"
          action={{
            label: 'Show in flame graph',
            run: () => {
              goTo({ view: 'flame', key: row.key });
            },
          }}
        />
      )}
    </div>
  );
}

function TreeGrid({ view }: { readonly view: TreeView }): JSX.Element {
  const { go } = useOpenSource();
  const activeRow = view.rows[view.active];
  const run = (action: TreeAction): void => {
    const row = view.rows[action.index];
    if (row === undefined) return;
    const place = findSource(row.node.frame);
    if (action.do === 'expand' || action.do === 'collapse')
      view[action.do](row, action.deep ? 'all' : 'one');
    else if (action.do === 'select') view.select(action.index);
    else if (action.do === 'unfold') view.unfold(row);
    else if (place !== undefined) go(place);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || !(event.currentTarget instanceof Element)) return;
    const { key, altKey } = event;
    const pressed = { key, altKey, page: pageRows(event.currentTarget) };
    const action = findTreeAction(view.rows, view.active, pressed);
    if (action === undefined) return;
    event.preventDefault();
    run(action);
  };
  return (
    <VirtualRows
      count={view.rows.length}
      active={view.active}
      head={<ColumnHeads />}
      row={index => <GridRow view={view} index={index} />}
      list={{
        class: 'grid tree',
        role: 'treegrid',
        tabIndex: 0,
        'aria-label': 'Call tree',
        'aria-rowcount': view.rows.length + 1,
        'aria-activedescendant': activeRow === undefined ? undefined : rowId(activeRow),
        onKeyDown,
      }}
    />
  );
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

function ColumnHeads(): JSX.Element {
  return (
    <div role="row" class="row column-heads">
      <span role="columnheader" class="cell total" title="Time in this call and all it called">
        Total
      </span>
      <span role="columnheader" class="cell self" title="Time in this function's own code">
        Self
      </span>
      <span role="columnheader" class="cell waiting" title="The part of the total spent in awaits">
        Waiting
      </span>
      <span role="columnheader" class="cell name">
        Function
      </span>
    </div>
  );
}

function TreeToolbar({ view }: { readonly view: TreeView }): JSX.Element {
  const [root] = view.rows;
  const onRoot = (what: 'expand' | 'collapse') => () => {
    if (root !== undefined) view[what](root, 'all');
  };
  return (
    <div class="toolbar" role="toolbar" aria-label="Call tree">
      <button type="button" onClick={view.showHotPath}>
        Hot path
      </button>
      <button type="button" onClick={onRoot('expand')}>
        Expand all
      </button>
      <button type="button" onClick={onRoot('collapse')}>
        Collapse all
      </button>
    </div>
  );
}

/** Steps through what the search finds. */
function useTreeSearch(view: TreeView, isShown: boolean): void {
  const { found, matcher } = view;
  const [current, setCurrent] = useState(-1);
  useEffect(() => {
    setCurrent(-1);
  }, [found]);
  const step = (by: number) => () => {
    const from = current < 0 && by < 0 ? 0 : current;
    const next = (from + by + found.length) % Math.max(1, found.length);
    const node = found[next];
    if (node === undefined) return;
    setCurrent(next);
    view.show(node);
  };
  const place = current < 0 ? '' : `${String(current + 1)} of `;
  const status = matcher === undefined ? '' : `${place}${countOf(found.length, 'call')}`;
  useSearchTarget(isShown, { status, next: step(1), previous: step(-1) });
}

function useTarget(view: TreeView, target: Target | undefined): void {
  const seen = useRef<Target | undefined>(undefined);
  useEffect(() => {
    if (target?.view !== 'tree' || seen.current === target) return;
    seen.current = target;
    const node = view.find(target.key);
    if (node !== undefined) view.show(node);
  }, [target]);
}

function rowId({ node }: TreeRow): string {
  return `call-${keyOf(node)}`;
}

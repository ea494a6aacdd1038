// The call tree: who called what, and what it cost.

import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { countOf } from '../figures.ts';
import { FrameDetails } from '../frame-details.tsx';
import { useReport } from '../report-context.ts';
import type { Target } from '../report-context.ts';
import { useSearchTarget } from '../search-target.ts';
import { TreeGrid } from './tree-grid.tsx';
import { useTree } from './use-tree.ts';
import type { TreeView } from './use-tree.ts';

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
  const [stepped, setStepped] = useState({ found, to: -1 });
  // What else was found before counts no more, from the same moment on: Enter may be pressed in it.
  const current = stepped.found === found ? stepped.to : -1;
  const step = (by: number) => () => {
    const from = current < 0 && by < 0 ? 0 : current;
    const next = (from + by + found.length) % Math.max(1, found.length);
    const node = found[next];
    if (node === undefined) return;
    setStepped({ found, to: next });
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

// The keys of the call tree: those of a tree in an editor.

import type { TreeRow } from './tree-rows.ts';

/** What a key does. */
export type TreeAction =
  | { readonly do: 'select'; readonly index: number }
  | { readonly do: 'expand' | 'collapse'; readonly index: number; readonly deep: boolean }
  | { readonly do: 'unfold' | 'openSource'; readonly index: number };

/** What is pressed. */
export interface TreeKey {
  readonly key: string;
  readonly altKey: boolean;
  /** Rows in a page. */
  readonly page: number;
}

/** What the key does when the row `active` has the focus; `undefined`: nothing. */
export function findTreeAction(
  rows: readonly TreeRow[],
  active: number,
  pressed: TreeKey,
): TreeAction | undefined {
  const target = findTarget(pressed, active, rows.length);
  if (target !== undefined) return selectAction(rows, target);
  const row = rows[active];
  return row === undefined ? undefined : findRowAction(row, active, pressed);
}

function findTarget({ key, page }: TreeKey, active: number, count: number): number | undefined {
  if (key === 'ArrowDown') return active + 1;
  if (key === 'ArrowUp') return active - 1;
  if (key === 'PageDown') return active + page;
  if (key === 'PageUp') return active - page;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

function findRowAction(row: TreeRow, index: number, pressed: TreeKey): TreeAction | undefined {
  const deep = pressed.altKey;
  switch (pressed.key) {
    case 'ArrowRight':
      if (row.isExpanded && !deep) return { do: 'select', index: index + 1 };
      return row.isExpandable ? { do: 'expand', index, deep } : undefined;
    case 'ArrowLeft':
      if (row.isExpanded) return { do: 'collapse', index, deep };
      return row.parent < 0 ? undefined : { do: 'select', index: row.parent };
    case 'Enter':
    case ' ':
      if (!row.isExpandable) return undefined;
      return { do: row.isExpanded ? 'collapse' : 'expand', index, deep };
    case 'f':
      return row.group === undefined ? undefined : { do: 'unfold', index };
    case 'o':
      return { do: 'openSource', index };
    default:
      return undefined;
  }
}

function selectAction(rows: readonly TreeRow[], target: number): TreeAction | undefined {
  if (rows.length === 0) return undefined;
  return { do: 'select', index: Math.min(Math.max(target, 0), rows.length - 1) };
}

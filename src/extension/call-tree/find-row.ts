// Finds the row of the call tree view that stands for a node of the call tree.

import type { CallNode } from '../../model/call-tree.ts';
import type { Row } from './call-tree-row.ts';
import type { CallTreeRows } from './call-tree-rows.ts';

/** The row of a node, given the nodes on the way to it, from below the root down to itself. */
export function findRow(rows: CallTreeRows, path: readonly CallNode[]): Row | undefined {
  let row: Row | undefined;
  for (const [depth, node] of path.entries()) {
    const next = findChild(rows, row, node);
    if (next !== undefined) row = next;
    else if (depth === path.length - 1) return findInside(rows, row, path);
  }
  return row;
}

/** A folded frame: through the row that hides it. `row` is the root of its group. */
function findInside(
  rows: CallTreeRows,
  row: Row | undefined,
  path: readonly CallNode[],
): Row | undefined {
  const start = path.findIndex(node => row?.sources.includes(node));
  let inside: Row | undefined = rows.childrenOf(row).find(child => child.kind === 'hidden');
  for (const node of path.slice(start + 1))
    inside = inside === undefined ? undefined : findChild(rows, inside, node);
  return inside ?? row;
}

function findChild(rows: CallTreeRows, row: Row | undefined, node: CallNode): Row | undefined {
  const isWanted = (child: Row): boolean => child.kind === 'frame' && child.sources.includes(node);
  const children = rows.childrenOf(row);
  const rest = children.find(child => child.kind === 'rest');
  return children.find(isWanted) ?? (rest && rows.childrenOf(rest).find(isWanted));
}

// Rows of the call tree as text.

import assert from 'node:assert/strict';
import type { CallNode } from '../../src/model/call-tree.ts';
import type { ReportSettings } from '../../src/renderers/report-data.ts';
import { frameName } from '../../src/webview/frame-text.ts';
import { buildWholeTree, DEFAULT_SETTINGS, tidyTree } from '../../src/webview/report-tree.ts';
import { TreeRows } from '../../src/webview/tree/tree-rows.ts';
import type { TreeState } from '../../src/webview/tree/tree-rows.ts';
import { parseProfile } from '../helpers/profile-text.ts';

/** Nothing is expanded, and no library is unfolded. */
export const CLOSED: TreeState = { expanded: new Set(), unfolded: new Set() };

/** The call tree of a profile as the page shows it, and its rows. */
export function treeOf(
  profile: string,
  settings: Partial<ReportSettings> = {},
): { readonly tree: CallNode; readonly rows: TreeRows } {
  const all = { ...DEFAULT_SETTINGS, ...settings };
  const whole = buildWholeTree(parseProfile(profile), { loaders: all.loaders });
  const tree = tidyTree(whole, all);
  return { tree, rows: new TreeRows(tree, whole) };
}

/** The rows alone. */
export function rowsOf(profile: string, settings?: Partial<ReportSettings>): TreeRows {
  return treeOf(profile, settings).rows;
}

/** The state in which every call is expanded. */
export function expandAll(rows: TreeRows): TreeState {
  const [root] = rows.list(CLOSED);
  return { ...CLOSED, expanded: new Set(rows.keysBelow(root?.node ?? assert.fail())) };
}

/** The rows with their times in milliseconds. */
export function print(rows: TreeRows, state: TreeState): string {
  return rows
    .list(state)
    .map(({ node, self, level, isExpandable, isExpanded, group }) => {
      const sign = isExpandable ? (isExpanded ? '- ' : '+ ') : '  ';
      const own = self > 0 ? ` self ${self / 1000}` : '';
      const hidden = group === undefined ? '' : ` [${group.length} hidden]`;
      return `${'  '.repeat(level - 1)}${sign}${frameName(node.frame)} ${node.total / 1000}${own}${hidden}`;
    })
    .join('\n');
}

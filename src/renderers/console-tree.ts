// The call tree of the console report.
//
//   1.000 <module>  server.js:1
//   ├─ 0.868 handle  express/lib/router/index.js:136
//   │     [2 frames hidden]  express
//   │        0.838 handler  src/routes.js:10
//   └─ 0.128 [self]  server.js

import { secondsOf } from '../model/call-node.ts';
import type { CallNode } from '../model/call-tree.ts';
import { foldGroups } from './console-groups.ts';
import type { FoldedGroups } from './console-groups.ts';
import { renderRow } from './console-row.ts';
import type { RowContext } from './console-row.ts';
import { FOLDED_INDENTS, NO_INDENTS, paint, treeIndents } from './console-style.ts';
import type { Indents } from './console-style.ts';
import { libraryLabel } from './library-label.ts';

/** Deeper calls are counted, not printed: each level makes every line longer. */
const MAX_DEPTH = 1000;

/** Renders the tree, a line for each node that is shown, each with a line break. */
export function renderTree(root: CallNode, context: RowContext, margin = ''): string {
  const groups = foldGroups(root);
  const lines: string[] = [];
  const open: Visit[] = [{ node: root, parent: undefined, depth: 0, lead: margin, indent: margin }];
  for (let visit = open.pop(); visit !== undefined; visit = open.pop()) {
    if (visit.depth > MAX_DEPTH) {
      lines.push(`${visit.lead}${paint(context.style, 'faint', deeperCalls(visit.node))}\n`);
      continue;
    }
    lines.push(...renderNode(visit, groups, context));
    const indents = childIndents(visit.node, groups, context);
    pushChildren(open, visit, { indents, hidden: groups.hidden });
  }
  return lines.join('');
}

interface Visit {
  readonly node: CallNode;
  readonly parent: CallNode | undefined;
  readonly depth: number;
  /** What stands before the node's own row. */
  readonly lead: string;
  /** What stands before the rows below it, before their own signs. */
  readonly indent: string;
}

/** How the children of a node are set. */
interface ChildShape {
  readonly indents: Indents;
  readonly hidden: FoldedGroups['hidden'];
}

function renderNode(visit: Visit, groups: FoldedGroups, context: RowContext): string[] {
  const { node, parent, lead, indent } = visit;
  if (groups.hidden.has(node)) return [];
  const row = renderRow(
    { frame: node.frame, seconds: secondsOf(node), parent: parent?.frame },
    context,
  );
  const hidden = groups.hiddenBelow.get(node);
  if (hidden === undefined) return [`${lead}${row}\n`];
  const libraries = paint(context.style, 'faint', libraryLabel(hidden, context.folders));
  return [`${lead}${row}\n`, `${indent}   [${hidden.length} frames hidden]  ${libraries}\n`];
}

function childIndents(node: CallNode, groups: FoldedGroups, context: RowContext): Indents {
  if (groups.hidden.has(node)) return NO_INDENTS;
  return groups.hiddenBelow.has(node) ? FOLDED_INDENTS : treeIndents(context.style);
}

/** The first child comes off the stack first. */
function pushChildren(open: Visit[], { node, depth, indent }: Visit, shape: ChildShape): void {
  const { children } = node;
  const { indents, hidden } = shape;
  const last = children.findLastIndex(child => !hidden.has(child));
  for (let i = children.length - 1; i >= 0; i--) {
    const child = children[i];
    if (child === undefined) continue;
    open.push({
      node: child,
      parent: node,
      depth: depth + 1,
      lead: indent + (i === last ? indents.lastBranch : indents.branch),
      indent: indent + (i < last ? indents.trunk : indents.lastTrunk),
    });
  }
}

function deeperCalls(top: CallNode): string {
  const nodes = [top];
  for (let i = 0; i < nodes.length; i++)
    for (const child of nodes[i]?.children ?? []) nodes.push(child);
  return `[${nodes.length} calls deeper than ${MAX_DEPTH} levels]`;
}

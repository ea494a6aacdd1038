// Names the libraries that a folded group hides.

import type { CallNode } from '../model/call-tree.ts';
import { findPackageName } from '../model/package-name.ts';
import { shortFile } from './console-row.ts';
import type { PathFolders } from './short-path.ts';
import { visibleText } from './visible-text.ts';

/** A node and the node above it. */
export interface HiddenNode {
  readonly node: CallNode;
  readonly parent: CallNode | undefined;
}

const MAX_LENGTH = 40;

/** The libraries of these nodes, each once, in order: `pg, pg-protocol, node:internal`. At most 40 characters. */
export function libraryLabel(hidden: readonly HiddenNode[], folders: PathFolders): string {
  const names = new Set<string>();
  for (const { node, parent } of hidden) {
    const name = libraryOf(node, { parent, folders });
    if (name !== '') names.add(name);
  }
  const label = [...names].join(', ');
  return label.length > MAX_LENGTH ? `${label.slice(0, MAX_LENGTH - 3)}...` : label;
}

/** Package name, `node:` module, or the first part of the path; empty where there is no file. */
function libraryOf(
  { frame }: CallNode,
  { parent, folders }: { readonly parent: CallNode | undefined; readonly folders: PathFolders },
): string {
  const file = frame.file ?? (frame.kind === 'synthetic' ? parent?.frame.file : null) ?? '';
  const name = findPackageName(file);
  if (name !== undefined) return visibleText(name);
  const short = shortFile({ frame, parent: parent?.frame }, folders);
  return short.split(/[\\/.]/, 1)[0] ?? '';
}

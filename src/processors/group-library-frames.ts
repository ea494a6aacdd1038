// Gathers library code into groups, which renderers fold.
//
//   main                       main
//   └─ route (express)         └─ route     group 1
//      └─ handle (express)  →     └─ handle group 1
//         └─ login                   └─ login

import type { CallNode } from '../model/call-tree.ts';
import type { Frame } from '../model/frame.ts';
import { rememberByFrame } from './frame-memo.ts';
import type { Processor } from './processor.ts';
import { rewriteTree } from './rewrite-tree.ts';

/** Which files are folded away: by default all that are not the application's. Paths have forward slashes. */
export interface GroupOptions {
  /** Files that are never folded; matched from the start of the path. Beats `hideRegex`. */
  readonly showRegex?: RegExp;
  /** Files that are always folded; matched from the start of the path. */
  readonly hideRegex?: RegExp;
}

/**
 * A processor that numbers chains of at least two frames that are to be folded: a frame starts a group when it and one
 * of its children are to be folded, and all such frames directly below belong to it. The root is in no group.
 */
export function groupLibraryFrames(options: GroupOptions = {}): Processor {
  return root => {
    const isFoldedOnce = rememberByFrame(frame => isFoldedFrame(frame, options));
    const isFolded = ({ frame }: CallNode): boolean => isFoldedOnce(frame);
    let groups = 0;
    return rewriteTree(root, node => {
      if (!node.children.some(isFolded)) return node;
      const children = node.children.map(child => {
        if (!isFolded(child)) return child;
        if (node.group !== undefined) return { ...child, group: node.group };
        return child.children.some(isFolded) ? { ...child, group: ++groups } : child;
      });
      return { ...node, children };
    });
  };
}

function isFoldedFrame(frame: Frame, { showRegex, hideRegex }: GroupOptions): boolean {
  const path = (frame.file ?? '').replaceAll('\\', '/');
  if (showRegex !== undefined && matchesStart(showRegex, path)) return false;
  if (hideRegex !== undefined && matchesStart(hideRegex, path)) return true;
  return frame.kind !== 'application';
}

function matchesStart(regex: RegExp, path: string): boolean {
  return path.search(regex) === 0;
}

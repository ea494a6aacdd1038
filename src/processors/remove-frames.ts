// Takes frames out of a tree and puts what they called in their place.
//
//   main 5ms              main 5ms
//   ├─ load 4ms     →     ├─ parse 3ms        load's own 1ms is main's now
//   │  └─ parse 3ms       └─ draw 1ms
//   └─ draw 1ms

import type { CallNode } from '../model/call-tree.ts';
import type { Frame } from '../model/frame.ts';
import { rememberByFrame } from './frame-memo.ts';
import { isLoaderFrame, isLoaderPassage, isRecorderFrame } from './loader-frames.ts';
import type { Processor } from './processor.ts';
import { rewriteTree } from './rewrite-tree.ts';

/** Whether a node goes; `parent` is the node it hangs below in the tree that is being processed. */
export type RemovePredicate = (node: CallNode, parent: CallNode) => boolean;

/** A processor that replaces the nodes chosen by `isRemoved` by their children, in order. The root always stays. */
export function removeFrames(isRemoved: RemovePredicate): Processor {
  return root => rewriteTree(root, node => spliceChildren(node, isRemoved));
}

/**
 * Removes the frames that only load modules: Node.js' own loaders, and those of tsx, ts-node, vite-node and such.
 * Hotpath's own go with everything that they call.
 */
export const removeLoaderFrames: Processor = root => {
  const isRecorder = rememberByFrame(isRecorderFrame);
  const isRemoved = isLoaderNode();
  return rewriteTree(root, node =>
    absorbChildren(spliceChildren(node, isRemoved), ({ frame }) => isRecorder(frame)),
  );
};

/** Which nodes {@link removeLoaderFrames} replaces by their children. */
export function isLoaderNode(): RemovePredicate {
  const isLoader = rememberByFrame(frame => isLoaderFrame(frame) && !isRecorderFrame(frame));
  return ({ frame }, parent) => isLoader(frame) || isLoaderPassage(frame, parent.frame);
}

/** Removes frames that their authors asked to hide, as `isHidden` knows them. */
export function removeHiddenFrames(isHidden: (frame: Frame) => boolean): Processor {
  return root => {
    const isHiddenOnce = rememberByFrame(isHidden);
    return removeFrames(({ frame }) => isHiddenOnce(frame))(root);
  };
}

/** The node without some of its children, whose time becomes its own. */
export function absorbChildren(node: CallNode, isAbsorbed: (child: CallNode) => boolean): CallNode {
  if (!node.children.some(isAbsorbed)) return node;
  let self = node.self;
  const children: CallNode[] = [];
  for (const child of node.children) {
    if (isAbsorbed(child)) self += child.total;
    else children.push(child);
  }
  return { ...node, self, children };
}

function spliceChildren(node: CallNode, isRemoved: RemovePredicate): CallNode {
  if (!node.children.some(child => isRemoved(child, node))) return node;
  let self = node.self;
  const children: CallNode[] = [];
  const open: Removal[] = [{ removed: node, next: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const child = top.removed.children[top.next++];
    if (child === undefined) open.pop();
    else if (isRemoved(child, top.removed)) {
      self += child.self;
      open.push({ removed: child, next: 0 });
    } else children.push(child);
  }
  return { ...node, self, children };
}

/** A node whose children are being taken over, and which of them is next. */
interface Removal {
  readonly removed: CallNode;
  next: number;
}

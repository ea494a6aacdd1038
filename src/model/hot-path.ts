// The hot path: the way down the call tree that a reader should look at first.

import type { CallNode } from './call-tree.ts';
import { isSynthetic, SYNTHETIC } from './frame.ts';

/** A child is dominant when it has more than this share of its parent's busy time: than all its siblings together. */
const DOMINANT_SHARE = 0.5;

/**
 * The nodes from `root` down: the heaviest child again and again, as long as it is dominant, that is: has more than
 * half of its parent's time. `[idle]` time counts for nothing, so that a server that mostly waits for requests
 * still has a hot path. Always starts with `root`.
 */
export function findHotPath(root: CallNode): readonly CallNode[] {
  const path = [root];
  for (let node = findDominantChild(root); node !== undefined; node = findDominantChild(node)) {
    path.push(node);
  }
  return path;
}

function findDominantChild(node: CallNode): CallNode | undefined {
  let busy = node.total;
  let heaviest: CallNode | undefined;
  for (const child of node.children) {
    if (isSynthetic(child.frame, SYNTHETIC.idle)) busy -= child.total;
    else if (child.total > (heaviest?.total ?? 0)) heaviest = child;
  }
  return heaviest !== undefined && heaviest.total > busy * DOMINANT_SHARE ? heaviest : undefined;
}

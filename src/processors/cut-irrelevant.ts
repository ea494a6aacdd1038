// Lets no one look at what will be dropped: the nodes of a large program are a hundred times those of its report.
//
//   main 100ms                        main 100ms
//   ├─ parse 99ms                     ├─ parse 99ms
//   └─ draw 0.5ms              →      └─ draw 0.5ms    (less than a hundredth, all of `main`'s calls of it together)
//      └─ line 0.4ms
//         └─ …

import { secondsOf } from '../model/call-node.ts';
import type { CallNode } from '../model/call-tree.ts';
import { FrameIds } from './frame-ids.ts';
import type { Processor } from './processor.ts';
import { DEFAULT_FILTER_THRESHOLD } from './remove-irrelevant.ts';
import type { RemovePredicate } from './remove-frames.ts';
import { rewriteTree } from './rewrite-tree.ts';

/** What the processors after this one do. */
export interface LaterProcessors {
  /** As for `removeIrrelevant`. */
  readonly threshold?: number | undefined;
  /** Which frames go, so that their callees are merged with others. */
  readonly isRemoved: RemovePredicate;
  /** Whether siblings that are the same function are merged. */
  readonly merges: boolean;
}

/**
 * A processor that takes away what is below nodes that `removeIrrelevant` will drop, whatever they are merged with
 * before: the report is the same without. Those nodes stay, since their weight may decide an order.
 */
export function cutIrrelevant(later: LaterProcessors): Processor {
  return root => {
    const least = secondsOf(root) * (later.threshold ?? DEFAULT_FILTER_THRESHOLD) * SAFETY;
    if (!(least > 0)) return root;
    const small = findSmall(root, least, later);
    const cut = (child: CallNode): CallNode =>
      small.has(child) ? { ...child, self: child.total, children: [] } : child;
    return rewriteTree(root, node =>
      node.children.some(child => small.has(child))
        ? { ...node, children: node.children.map(cut) }
        : node,
    );
  };
}

/** Sums of fractions may differ in their last digits, for they are made in another order. */
const SAFETY = 1 - 1e-9;

/** The topmost nodes with callees that weigh less than this many seconds, with all that they will be merged with. */
function findSmall(
  root: CallNode,
  least: number,
  { isRemoved, merges }: LaterProcessors,
): ReadonlySet<CallNode> {
  const small = new Set<CallNode>();
  const ids = merges ? new FrameIds() : undefined;
  const kept: (readonly CallNode[])[] = [[root]];
  for (const nodes of kept)
    for (const same of groupCallees(nodes, isRemoved, ids)) {
      if (weigh(same) >= least) kept.push(same);
      else for (const node of same) if (node.children.length > 0) small.add(node);
    }
  return small;
}

/** What these nodes call once frames are removed, those together that will be one node. */
function groupCallees(
  nodes: readonly CallNode[],
  isRemoved: RemovePredicate,
  ids: FrameIds | undefined,
): Iterable<readonly CallNode[]> {
  const groups = new Map<number, CallNode[]>();
  const open = [...nodes];
  for (const node of open)
    for (const child of node.children) {
      if (isRemoved(child, node)) {
        open.push(child);
        continue;
      }
      const id = ids === undefined ? groups.size : ids.idOf(child.frame);
      const same = groups.get(id);
      if (same === undefined) groups.set(id, [child]);
      else same.push(child);
    }
  return groups.values();
}

/** The most that `secondsOf` can give for all of them as one node. */
function weigh(nodes: readonly CallNode[]): number {
  let [seconds, total] = [0, 0];
  for (const node of nodes) {
    seconds += secondsOf(node);
    total += node.total;
  }
  return Math.max(seconds, total / 1e6);
}

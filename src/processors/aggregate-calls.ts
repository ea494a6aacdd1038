// Makes one node of all calls of the same function from the same place in the tree.
//
//   main                 main
//   ├─ parse 1ms         ├─ parse 3ms
//   ├─ draw 2ms     →    └─ draw 2ms
//   └─ parse 2ms

import { secondsOf } from '../model/call-node.ts';
import type { CallNode } from '../model/call-tree.ts';
import type { Frame } from '../model/frame.ts';
import { FrameIds } from './frame-ids.ts';
import type { Processor } from './processor.ts';
import { rewriteTree } from './rewrite-tree.ts';

/** Merges siblings that are the same function, at all depths, and puts the heaviest sibling first. */
export const aggregateCalls: Processor = root => {
  const ids = new FrameIds();
  return rewriteTree(root, node => {
    if (node.children.length < 2) return node;
    return { ...node, children: mergeSiblings(node.children, ids).sort(byWeight) };
  });
};

/**
 * One node that stands for all of these siblings: times add up, children are appended in order. Where a method was
 * called on several classes, the one with the most time gives its name.
 */
export function combineNodes(nodes: readonly [CallNode, ...CallNode[]]): CallNode {
  const [first, ...others] = nodes;
  if (others.length === 0) return first;
  let { total, self, waiting, samples } = first;
  let seconds = secondsOf(first);
  for (const node of others) {
    total += node.total;
    self += node.self;
    waiting += node.waiting;
    samples += node.samples;
    seconds += secondsOf(node);
  }
  const sums = first.seconds === undefined ? {} : { seconds };
  const children = nodes.flatMap(node => node.children);
  return { ...first, frame: commonFrame(nodes), total, ...sums, self, waiting, samples, children };
}

function commonFrame(nodes: readonly [CallNode, ...CallNode[]]): Frame {
  const [{ frame: first }] = nodes;
  if (nodes.every(({ frame }) => frame.className === first.className)) return first;
  const times = new Map<Frame, number>();
  for (const { frame, total } of nodes) {
    if (frame.className !== null) times.set(frame, (times.get(frame) ?? 0) + total);
  }
  const [[heaviest] = [first]] = [...times].sort(([, a], [, b]) => b - a);
  return heaviest;
}

function mergeSiblings(siblings: readonly CallNode[], ids: FrameIds): CallNode[] {
  const byFrame = new Map<number, [CallNode, ...CallNode[]]>();
  for (const node of siblings) {
    const id = ids.idOf(node.frame);
    const same = byFrame.get(id);
    if (same === undefined) byFrame.set(id, [node]);
    else same.push(node);
  }
  return [...byFrame.values()].map(combineInOrder);
}

/** Combines calls of one function; where they are out of order (their callers were removed), the earliest leads. */
function combineInOrder(nodes: [CallNode, ...CallNode[]]): CallNode {
  if (nodes.length > 1) nodes.sort(byAppearance);
  return combineNodes(nodes);
}

function byWeight(a: CallNode, b: CallNode): number {
  return secondsOf(b) - secondsOf(a) || byAppearance(a, b);
}

function byAppearance(a: CallNode, b: CallNode): number {
  return a.appeared === undefined || b.appeared === undefined ? 0 : a.appeared - b.appeared;
}

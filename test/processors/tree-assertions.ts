// What must hold for every tree, before and after every processor.

import assert from 'node:assert/strict';
import { buildCallTree } from '../../src/model/call-tree.ts';
import type { CallNode } from '../../src/model/call-tree.ts';
import type { Processor } from '../../src/processors/processor.ts';
import { dedent, parseProfile, printTree } from '../helpers/profile-text.ts';

/** Every node of the tree, parents before children. */
export function listNodes(root: CallNode): CallNode[] {
  const nodes = [root];
  for (let i = 0; i < nodes.length; i++) for (const child of nodes[i]!.children) nodes.push(child);
  return nodes;
}

/** Each node's total is its self time plus its children's totals. */
export function assertTimesAddUp(root: CallNode): void {
  for (const node of listNodes(root)) {
    const sum = node.children.reduce((total, child) => total + child.total, node.self);
    assert.ok(Math.abs(node.total - sum) < 1e-6, `${node.frame.name}: ${node.total} is not ${sum}`);
  }
}

/** The tree that reports work on: of all lanes, with `[self]` nodes. */
export function treeOf(profile: string, options: { readonly timeline?: boolean } = {}): CallNode {
  return buildCallTree(parseProfile(profile), { ...options, selfNodes: true });
}

/** Runs the processor, checks that it kept its promises, and returns the new tree. */
export function runProcessor(process: Processor, tree: CallNode): CallNode {
  assertTimesAddUp(tree);
  const before = JSON.stringify(tree);
  const after = process(tree);
  assert.equal(JSON.stringify(tree), before, 'the processor changed its input');
  assertTimesAddUp(after);
  assert.equal(after.total, tree.total, 'the processor lost time');
  return after;
}

/** Asserts what a processor makes of a tree, as text. */
export function assertProcessed(process: Processor, tree: CallNode, expected: string): void {
  assert.equal(printTree(runProcessor(process, tree)), dedent(expected));
}

/** A tree that is one chain of `depth` calls of alternating functions, with `[self]` time at the bottom. */
export function deepTree(depth: number): CallNode {
  const rest = { total: 1000, waiting: 0, samples: 1, stack: -1 };
  let node: CallNode = { ...rest, frame: chainFrame('[self]'), self: 1000, children: [] };
  for (let i = depth; i > 0; i--) {
    const frame = i === 1 ? chainFrame('root') : chainFrame(i % 2 === 0 ? 'even' : 'odd');
    node = { ...rest, frame, self: 0, children: [node] };
  }
  return node;
}

function chainFrame(name: string): CallNode['frame'] {
  const self = name === '[self]';
  const file = name === 'odd' ? '/app/node_modules/tsx/a.js' : '/app/node_modules/even/a.js';
  return {
    name,
    className: null,
    file: self ? null : file,
    line: self ? null : 1,
    column: self ? null : 1,
    kind: self ? 'synthetic' : 'library',
  };
}

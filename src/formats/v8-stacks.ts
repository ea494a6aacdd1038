// V8's tree of nodes as stacks of a session.

import type { ProfileError } from '../model/errors.ts';
import type { SessionBuilder } from '../model/session-builder.ts';
import { badFile } from './bad-file.ts';
import { V8Frames } from './v8-frames.ts';
import type { V8CallFrame, V8Profile, V8ProfileNode } from './v8-profile.ts';

/** Stands for the stack of the node `(root)`: it is no function, and the parent of none. */
export const ROOT = -1;
/** Stands for the stack of the node `(garbage collector)`, which depends on what was running. */
export const GARBAGE_COLLECTOR = -2;
const UNKNOWN = -3;

/** Which stack each node is. */
export interface V8Stacks {
  /** Index of a node → index of its stack, {@link ROOT} or {@link GARBAGE_COLLECTOR}. */
  readonly stackOf: Int32Array;
  /** Node id → index of the node; -1 when there is none. */
  indexOf(id: number): number;
}

/** Names the stacks of all nodes. Throws a `ProfileError` when the nodes are no tree. */
export function internStacks(builder: SessionBuilder, { nodes }: V8Profile): V8Stacks {
  const indexOf = indexIds(nodes);
  const parents = findParents(nodes, indexOf);
  const frames = new V8Frames(builder);
  const stackOf = new Int32Array(nodes.length).fill(UNKNOWN);
  const internNode = (node: number) => {
    const callFrame = nodes[node]?.callFrame;
    if (callFrame === undefined || isRoot(callFrame)) return ROOT;
    const parent = Math.max(ROOT, stackOf[parents[node] ?? -1] ?? ROOT);
    if (parent === ROOT && isGarbageCollector(callFrame)) return GARBAGE_COLLECTOR;
    return builder.stack(parent, frames.intern(callFrame));
  };
  const path: number[] = [];
  for (let i = 0; i < nodes.length; i++) {
    for (let at = i; at !== -1 && stackOf[at] === UNKNOWN; at = parents[at] ?? -1) {
      path.push(at);
      if (path.length > nodes.length) throw badFile('Its call tree goes round in a circle.');
    }
    for (let at = path.pop(); at !== undefined; at = path.pop()) stackOf[at] = internNode(at);
  }
  return { stackOf, indexOf };
}

/** Node id → index. V8 numbers nodes from 1, so that a table does; other writers may use any numbers. */
function indexIds(nodes: readonly V8ProfileNode[]): (id: number) => number {
  let [lowest, highest] = [0, 0];
  for (const { id } of nodes) {
    if (id > highest) highest = id;
    else if (id < lowest) lowest = id;
  }
  if (lowest < 0 || highest > nodes.length * 4 + 1000) {
    const byId = new Map(nodes.map(({ id }, i) => [id, i]));
    if (byId.size < nodes.length) throw twoNodes();
    return id => byId.get(id) ?? -1;
  }
  const table = new Int32Array(highest + 1).fill(-1);
  for (let i = 0; i < nodes.length; i++) {
    const id = nodes[i]?.id ?? 0;
    if (table[id] !== -1) throw twoNodes();
    table[id] = i;
  }
  return id => table[id] ?? -1;
}

function twoNodes(): ProfileError {
  return badFile('Two nodes of its call tree have the same id.');
}

/** Index of a node → index of its parent; -1 for those at the top. */
function findParents(nodes: readonly V8ProfileNode[], indexOf: (id: number) => number): Int32Array {
  const parents = new Int32Array(nodes.length).fill(-1);
  const link = (child: number, parent: number) => {
    const known = parents[child] ?? -1;
    if (known !== -1 && known !== parent) throw badFile('A node of its call tree has two parents.');
    parents[child] = parent;
  };
  for (let i = 0; i < nodes.length; i++) {
    const node = nodes[i];
    for (const id of node?.children ?? []) link(findNode(id, indexOf), i);
    if (node?.parent !== undefined) link(i, findNode(node.parent, indexOf));
  }
  return parents;
}

function findNode(id: number, indexOf: (id: number) => number): number {
  const index = indexOf(id);
  if (index === -1) throw badFile(`Its call tree refers to node ${id}, which is not there.`);
  return index;
}

function isRoot({ functionName, url }: V8CallFrame): boolean {
  return url === '' && functionName === '(root)';
}

function isGarbageCollector({ functionName, url }: V8CallFrame): boolean {
  return url === '' && functionName === '(garbage collector)';
}

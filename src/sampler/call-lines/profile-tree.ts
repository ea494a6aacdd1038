// The tree of a profile of V8's, to which callers are added that its samples lack.

import type { V8CallFrame, V8ProfileNode } from '../../formats/v8-profile.ts';

/** The same for the same function. */
export function keyOf({ functionName, url, lineNumber, columnNumber }: V8CallFrame): string {
  return `${lineNumber}:${columnNumber} ${functionName} ${url}`;
}

/** A profile's nodes, by depth, and the nodes that are added to them. */
export class ProfileTree {
  readonly nodes: V8ProfileNode[] = [];
  readonly deepest: number;
  private readonly byId = new Map<number, V8ProfileNode>();
  private readonly parents = new Map<number, number>();
  private readonly depths = new Map<number, number>();
  private readonly added = new Map<string, number>();
  private lastId = 0;

  constructor(nodes: readonly V8ProfileNode[]) {
    for (const node of nodes) {
      for (const child of node.children ?? []) this.parents.set(child, node.id);
      this.lastId = Math.max(this.lastId, node.id);
    }
    let deepest = 0;
    // V8 names parents before their children.
    for (const node of nodes) {
      const parent = this.parents.get(node.id);
      const depth = parent === undefined ? 0 : (this.depths.get(parent) ?? 0) + 1;
      this.depths.set(node.id, depth);
      this.keep(node);
      deepest = Math.max(deepest, depth);
    }
    this.deepest = deepest;
  }

  /** How many frames are on the stack of this node. */
  depth(id: number): number {
    return this.depths.get(id) ?? 0;
  }

  /** The function that everything on this stack was called by, directly or not. */
  outermost(id: number): V8CallFrame | undefined {
    return this.byId.get(this.path(id)[0] ?? -1)?.callFrame;
  }

  /** The stack of a node on top of these callers: the node that is its leaf. */
  graft(id: number, callers: readonly V8CallFrame[]): number {
    if (callers.length === 0) return id;
    const name = callers.map(keyOf).join('\n');
    const known = this.added.get(`${id} ${name}`);
    if (known !== undefined) return known;
    let at = this.nodes[0]?.id ?? 0;
    for (const callFrame of callers) at = this.child(at, { callFrame }, keyOf(callFrame));
    for (const next of this.path(id)) {
      const { callFrame, positionTicks } = this.byId.get(next) ?? UNKNOWN;
      at = this.child(at, { callFrame, ...(positionTicks && { positionTicks }) }, String(next));
    }
    this.added.set(`${id} ${name}`, at);
    return at;
  }

  /** The nodes of a stack, outermost first, without the root. */
  private path(id: number): number[] {
    const path: number[] = [];
    for (let at = id; ;) {
      const parent = this.parents.get(at);
      if (parent === undefined) return path.reverse();
      path.push(at);
      at = parent;
    }
  }

  private child(parent: number, node: Omit<V8ProfileNode, 'id'>, name: string): number {
    const key = `${parent} > ${name}`;
    const known = this.added.get(key);
    if (known !== undefined) return known;
    const id = ++this.lastId;
    this.added.set(key, id);
    this.keep({ ...node, id, parent });
    return id;
  }

  private keep(node: V8ProfileNode): void {
    this.nodes.push(node);
    this.byId.set(node.id, node);
  }
}

const UNKNOWN: Omit<V8ProfileNode, 'id'> = {
  callFrame: { functionName: '', scriptId: '', url: '', lineNumber: -1, columnNumber: -1 },
};

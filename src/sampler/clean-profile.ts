// Takes our own frames out of what V8 recorded: the question for call lines, the preload's wait at the end.

import type { V8Profile, V8ProfileNode } from '../formats/v8-profile.ts';

/**
 * The profile without the functions of scripts that `isOwn`: their callees hang below their callers, and time at
 * their leaf is their caller's.
 */
export function withoutOwnFrames(profile: V8Profile, isOwn: (url: string) => boolean): V8Profile {
  if (!profile.nodes.some(node => isOwn(node.callFrame.url))) return profile;
  const byId = new Map(profile.nodes.map(node => [node.id, node]));
  const kept: V8ProfileNode[] = [];
  const callerOf = new Map<number, number>();
  for (const node of profile.nodes) {
    if (!isOwn(node.callFrame.url)) {
      const children = adoptedChildren(node, byId, isOwn);
      kept.push({ ...node, children });
      for (const child of node.children ?? []) rehome(child, node.id, { byId, isOwn, callerOf });
    }
  }
  const samples = (profile.samples ?? []).map(id => callerOf.get(id) ?? id);
  return { ...profile, nodes: kept, samples };
}

/**
 * The profile without the time before the program's first line, when the thread waits in a script of ours: V8 takes
 * its first samples there.
 */
export function withoutPrelude(profile: V8Profile, isOwn: (url: string) => boolean): V8Profile {
  const { samples = [], timeDeltas = [], nodes, startTime } = profile;
  const prelude = preludeNodes(nodes, isOwn);
  const firstOfProgram = samples.findIndex(id => !prelude.has(id));
  if (firstOfProgram <= 0) return profile;
  const skipped = timeDeltas.slice(0, firstOfProgram + 1).reduce((sum, delta) => sum + delta, 0);
  return {
    ...profile,
    startTime: startTime + skipped,
    samples: samples.slice(firstOfProgram),
    timeDeltas: [0, ...timeDeltas.slice(firstOfProgram + 1)],
  };
}

/** Nodes with a function of ours on their stack, and those that stand for no function. */
function preludeNodes(
  nodes: readonly V8ProfileNode[],
  isOwn: (url: string) => boolean,
): ReadonlySet<number> {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const found = new Set<number>();
  const open = nodes.filter(({ callFrame }) => isOwn(callFrame.url)).map(({ id }) => id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    found.add(id);
    open.push(...(byId.get(id)?.children ?? []));
  }
  for (const { id, callFrame } of nodes)
    if (callFrame.url === '' && callFrame.functionName.startsWith('(')) found.add(id);
  return found;
}

type NodesById = ReadonlyMap<number, V8ProfileNode>;

/** A node's children, with our own replaced by theirs, in order. */
function adoptedChildren(
  node: V8ProfileNode,
  byId: NodesById,
  isOwn: (url: string) => boolean,
): number[] {
  const children: number[] = [];
  const open = [...(node.children ?? [])].reverse();
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const child = byId.get(id);
    if (child === undefined) continue;
    if (isOwn(child.callFrame.url)) open.push(...[...(child.children ?? [])].reverse());
    else children.push(id);
  }
  return children;
}

/** Notes for one of our nodes, and those of ours below it, who called it. */
function rehome(
  id: number,
  caller: number,
  context: {
    readonly byId: NodesById;
    readonly isOwn: (url: string) => boolean;
    readonly callerOf: Map<number, number>;
  },
): void {
  const open = [id];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = context.byId.get(next);
    if (node === undefined || !context.isOwn(node.callFrame.url)) continue;
    context.callerOf.set(next, caller);
    open.push(...(node.children ?? []));
  }
}

// Takes our own part out of what V8 recorded: the question for call lines, the beginning of a chunk, the preload's wait.

import type { V8Profile, V8ProfileNode } from '../../formats/v8-profile.ts';

type IsOwn = (url: string) => boolean;

/**
 * The profile without the functions of scripts that `isOwn`, and without what of Node.js and V8 runs on their behalf:
 * time at their leaf is their caller's. Functions of the program that they call hang below their caller. What nobody
 * called has woken a thread that idled, and that is what it goes on with.
 */
export function withoutOwnFrames(profile: V8Profile, isOwn: IsOwn): V8Profile {
  if (!profile.nodes.some(node => isOwn(node.callFrame.url))) return profile;
  const calls = callsOf(profile.nodes);
  const forProgram = programCallers(calls, isOwn);
  const idle = pseudoNode(profile, '(idle)');
  const standIns = new Map<number, number>();
  const children = new Map<number, number[]>();
  const kept: V8ProfileNode[] = [];
  for (const { node, caller } of calls) {
    const standIn = standIns.get(caller?.id ?? -1);
    const isBelowOurs = caller !== undefined && standIn !== caller.id;
    const isForProgram = forProgram.has(node);
    const isOurs = isOwn(node.callFrame.url) || (isBelowOurs && isHelper(node) && !isForProgram);
    const hasWoken = caller === calls[0]?.node && !isForProgram;
    const interrupted = (hasWoken ? idle : undefined) ?? standIn;
    standIns.set(node.id, isOurs && interrupted !== undefined ? interrupted : node.id);
    if (isOurs && interrupted !== undefined) continue;
    if (standIn !== undefined) children.get(standIn)?.push(node.id);
    const callees: number[] = [];
    children.set(node.id, callees);
    kept.push({ ...node, children: callees });
  }
  const samples = (profile.samples ?? []).map(id => standIns.get(id) ?? id);
  return { ...profile, nodes: kept, samples };
}

interface Call {
  readonly node: V8ProfileNode;
  readonly caller: V8ProfileNode | undefined;
}

/** Every node with its caller, callers before callees. */
function callsOf(nodes: readonly V8ProfileNode[]): readonly Call[] {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const called = new Set(nodes.flatMap(({ children = [] }) => children));
  const calls: Call[] = nodes
    .filter(({ id }) => !called.has(id))
    .map(node => ({ node, caller: undefined }));
  for (let i = 0; i < calls.length; i++) {
    const caller = calls[i]?.node;
    for (const id of caller?.children ?? []) {
      const node = byId.get(id);
      if (node !== undefined) calls.push({ node, caller });
    }
  }
  return calls;
}

/** The nodes below which the program runs. */
function programCallers(calls: readonly Call[], isOwn: IsOwn): ReadonlySet<V8ProfileNode> {
  const found = new Set<V8ProfileNode>();
  for (let i = calls.length - 1; i >= 0; i--) {
    const { node, caller } = calls[i] as Call;
    const isProgram = !isOwn(node.callFrame.url) && !isHelper(node);
    if (caller !== undefined && (isProgram || found.has(node))) found.add(caller);
  }
  return found;
}

/** Whether this may run on anyone's behalf. Collecting garbage is the program's affair. */
function isHelper({ callFrame: { url, functionName } }: V8ProfileNode): boolean {
  return url.startsWith('node:') || (url === '' && !functionName.startsWith('('));
}

/**
 * The profile of a thread that was recorded before. To take it, and to begin it, wakes a thread that idles: V8 says
 * `(program)` then, for as long as it runs nothing new. The thread goes on with what it did: it idles if it idled, else
 * it does what it is seen to do next.
 */
export function withoutOwnEnds(profile: V8Profile, wasIdle: boolean): V8Profile {
  const { samples = [] } = profile;
  const [program, idle] = [pseudoNode(profile, '(program)'), pseudoNode(profile, '(idle)')];
  if (program === undefined) return profile;
  const begin = samples.findIndex(id => id !== program);
  const end = samples.findLastIndex(id => id !== program);
  const next = samples[begin] === idle ? program : samples[begin];
  const first = (wasIdle ? idle : next) ?? program;
  const last = samples[end] === idle ? (idle ?? program) : program;
  const isFirst = (i: number): boolean => begin < 0 || i < begin;
  const cleaned = samples.map((id, i) => (isFirst(i) ? first : i > end ? last : id));
  return { ...profile, samples: cleaned };
}

/** Whether the thread idles at the end of the profile. */
export function isIdleAtEnd(profile: V8Profile): boolean {
  return profile.samples?.at(-1) === pseudoNode(profile, '(idle)');
}

function pseudoNode({ nodes }: V8Profile, name: string): number | undefined {
  return nodes.find(({ callFrame }) => callFrame.functionName === name)?.id;
}

/**
 * The profile without the time before the program's first line, when the thread waits in a script of ours: V8 takes
 * its first samples there.
 */
export function withoutPrelude(profile: V8Profile, isOwn: IsOwn): V8Profile {
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

/**
 * Nodes with a function of ours on their stack, and those that stand for no function. A thread that idles has begun: of its
 * first lines there may be no sample.
 */
function preludeNodes(nodes: readonly V8ProfileNode[], isOwn: IsOwn): ReadonlySet<number> {
  const byId = new Map(nodes.map(node => [node.id, node]));
  const found = new Set<number>();
  const open = nodes.filter(({ callFrame }) => isOwn(callFrame.url)).map(({ id }) => id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    found.add(id);
    open.push(...(byId.get(id)?.children ?? []));
  }
  for (const { id, callFrame } of nodes)
    if (callFrame.url === '' && NO_FUNCTION.test(callFrame.functionName)) found.add(id);
  return found;
}

const NO_FUNCTION = /^\((?!idle\))/;

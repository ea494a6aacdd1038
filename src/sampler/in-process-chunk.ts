// The samples of a short time, ready to be cut into the parts that recordings want.
//
// V8 has a tree of nodes for the whole chunk; a recording gets the nodes on whose stacks its own samples are. Frames of
// ours are taken out, together with what Node.js does for us above them; the program's functions that we call stay.

import type { V8Profile, V8ProfileNode } from '../formats/v8-profile.ts';
import { SYNTHETIC } from '../model/frame.ts';
import type { Micros } from '../model/frame.ts';
import { isOwnUrl } from './in-process-own.ts';

/** What to do with a sample: keep it, keep it and say that it is foreign, or hide whose it is. */
export type Ownership = 'own' | 'foreign' | 'hidden';

/** What a recording gets of a chunk. */
export interface ChunkPart {
  readonly profile: V8Profile;
  /** For each sample, whether it is foreign. */
  readonly foreign: readonly boolean[];
  /** Time of the samples that are its own and in which something ran. */
  readonly ownUs: Micros;
}

/** A time span; the start belongs to it, the end does not. */
export interface Span {
  readonly startUs: Micros;
  readonly endUs: Micros;
}

const GC = '(garbage collector)';
const IDLE = '(idle)';

/** The samples between two cuts. */
export class SampleChunk implements Span {
  readonly startUs: Micros;
  readonly endUs: Micros;
  readonly #nodes: readonly V8ProfileNode[];
  /** Index of a node → index of the nearest one below or at it that is not ours. */
  readonly #shown: Int32Array;
  /** Index of a node → index of the node below it; -1: none. */
  readonly #parents: Int32Array;
  /** In order. */
  readonly #moments: Float64Array;
  /** Sample → index of its node. */
  readonly #samples: Int32Array;

  /** `startUs`: where the chunk before ended. */
  constructor(profile: V8Profile, startUs: Micros) {
    this.startUs = startUs;
    this.endUs = Math.max(startUs, profile.endTime);
    this.#nodes = profile.nodes;
    const indexOf = new Map(profile.nodes.map(({ id }, index) => [id, index]));
    this.#parents = findParents(profile.nodes, indexOf);
    this.#shown = hideOwn(profile.nodes, this.#parents);
    const { moments, nodes } = orderSamples(profile);
    this.#moments = moments;
    this.#samples = Int32Array.from(nodes, id => this.#shown[indexOf.get(id) ?? -1] ?? -1);
  }

  /** The part of the span; `undefined` where there is no sample for it. The first sample lasts from its start. */
  cut(span: Span, judge: (momentUs: Micros) => Ownership): ChunkPart | undefined {
    const { low, high } = this.#range(span);
    if (low >= high || span.endUs <= span.startUs) return undefined;
    const part = new PartNodes(this.#nodes, this.#parents, this.#shown);
    const samples: number[] = [];
    const moments: Micros[] = [];
    const judged: Ownership[] = [];
    let hidden = false;
    for (let i = low; i < high; i++) {
      const moment = this.#moments[i] ?? 0;
      const ownership = judge(moment);
      const node = this.#samples[i] ?? -1;
      judged.push(ownership);
      moments.push(Math.max(moment, span.startUs));
      if (ownership === 'hidden') samples.push(part.pseudo(SYNTHETIC.outOfContext));
      else if (hidden && part.isGc(node)) samples.push(part.pseudo(SYNTHETIC.gc));
      else samples.push(part.take(node));
      // What is collected after a hidden sample must not go under the stack of that sample.
      hidden = ownership === 'hidden' || (hidden && part.isGc(node));
    }
    const ownUs = sumOwn(span, moments, i => judged[i] === 'own' && !part.isIdle(samples[i] ?? 0));
    return { profile: part.build(samples, moments, span), foreign: judged.map(isForeign), ownUs };
  }

  /** The samples in the span; where there is none, the one that goes on into it. */
  #range({ startUs, endUs }: Span): { readonly low: number; readonly high: number } {
    const low = lowerBound(this.#moments, startUs);
    const high = lowerBound(this.#moments, endUs);
    return low === high ? { low: Math.max(0, low - 1), high } : { low, high };
  }
}

/** The nodes that a part needs, in order, parents first. */
class PartNodes {
  readonly #nodes: readonly V8ProfileNode[];
  readonly #parents: Int32Array;
  readonly #shown: Int32Array;
  readonly #taken = new Set<number>();
  readonly #pseudo = new Map<string, number>();
  readonly #idle: number | undefined;

  constructor(nodes: readonly V8ProfileNode[], parents: Int32Array, shown: Int32Array) {
    this.#idle = nodes.find(node => isPseudo(node, IDLE))?.id;
    this.#nodes = nodes;
    this.#parents = parents;
    this.#shown = shown;
  }

  /** Id of a node, which is taken along with all below it. */
  take(index: number): number {
    for (let at = index; at >= 0 && !this.#taken.has(at); at = this.#below(at)) this.#taken.add(at);
    return this.#nodes[index]?.id ?? 0;
  }

  isGc(index: number): boolean {
    return isPseudo(this.#nodes[index], GC);
  }

  /** Whether the node with this id stands for a thread that does nothing. */
  isIdle(id: number): boolean {
    return id === this.#idle;
  }

  /** Id of a node that is no function. */
  pseudo(name: string): number {
    const id = this.#pseudo.get(name) ?? 1e9 + this.#pseudo.size;
    this.#pseudo.set(name, id);
    return id;
  }

  build(samples: readonly number[], moments: readonly Micros[], span: Span): V8Profile {
    const nodes = [...this.#taken].map(index => this.#node(index));
    const pseudo = [...this.#pseudo].map(([functionName, id]) => ({
      id,
      callFrame: { functionName, url: '', scriptId: '0', lineNumber: -1, columnNumber: -1 },
    }));
    return {
      nodes: [...nodes, ...pseudo],
      startTime: span.startUs,
      endTime: span.endUs,
      samples,
      timeDeltas: moments.map((moment, i) => moment - (moments[i - 1] ?? span.startUs)),
    };
  }

  #node(index: number): V8ProfileNode {
    const { id, callFrame, positionTicks } = this.#nodes[index] ?? NO_NODE;
    const parent = this.#nodes[this.#below(index)]?.id;
    return {
      id,
      callFrame,
      ...(parent === undefined ? {} : { parent }),
      ...(positionTicks === undefined ? {} : { positionTicks }),
    };
  }

  #below(index: number): number {
    const parent = this.#parents[index] ?? -1;
    return parent < 0 ? -1 : (this.#shown[parent] ?? -1);
  }
}

function isPseudo(node: V8ProfileNode | undefined, name: string): boolean {
  return node?.callFrame.functionName === name && node.callFrame.url === '';
}

function isForeign(ownership: Ownership): boolean {
  return ownership === 'foreign';
}

/** Time of the samples that count. */
function sumOwn(span: Span, moments: readonly Micros[], counts: (i: number) => boolean): Micros {
  let sum = 0;
  for (let i = 0; i < moments.length; i++) {
    const begin = i === 0 ? span.startUs : (moments[i] ?? 0);
    if (counts(i)) sum += (moments[i + 1] ?? span.endUs) - begin;
  }
  return sum;
}

const NO_NODE: V8ProfileNode = {
  id: 0,
  callFrame: { functionName: '(root)', url: '', scriptId: '0', lineNumber: -1, columnNumber: -1 },
};

function findParents(
  nodes: readonly V8ProfileNode[],
  indexOf: ReadonlyMap<number, number>,
): Int32Array {
  const parents = new Int32Array(nodes.length).fill(-1);
  for (const [index, { children = [] }] of nodes.entries())
    for (const child of children) parents[indexOf.get(child) ?? -1] = index;
  return parents;
}

/** Ours is our own code, and the code of Node.js and V8 that ours calls, up to the next function of someone else. */
function hideOwn(nodes: readonly V8ProfileNode[], parents: Int32Array): Int32Array {
  const shown = new Int32Array(nodes.length).fill(-2);
  const path: number[] = [];
  for (let index = 0; index < nodes.length; index++) {
    for (let at = index; at >= 0 && shown[at] === -2; at = parents[at] ?? -1) path.push(at);
    for (let at = path.pop(); at !== undefined; at = path.pop()) {
      const parent = parents[at] ?? -1;
      const below = parent < 0 ? -1 : (shown[parent] ?? -1);
      const hidden = isOurs(nodes[at]?.callFrame.url ?? '', parent >= 0 && below !== parent);
      shown[at] = hidden ? below : at;
    }
  }
  return shown;
}

function isOurs(url: string, calledByUs: boolean): boolean {
  if (isOwnUrl(url)) return true;
  return calledByUs && (url === '' || url.startsWith('node:'));
}

function orderSamples({ samples = [], timeDeltas = [], startTime }: V8Profile): {
  readonly moments: Float64Array;
  readonly nodes: readonly number[];
} {
  const moments = new Float64Array(samples.length);
  let moment = startTime;
  for (let i = 0; i < moments.length; i++) moments[i] = moment += timeDeltas[i] ?? 0;
  const order = [...moments.keys()].sort((a, b) => (moments[a] ?? 0) - (moments[b] ?? 0));
  return { moments: moments.slice().sort(), nodes: order.map(i => samples[i] ?? 0) };
}

/** Index of the first moment that is not before this one. */
function lowerBound(moments: Float64Array, moment: Micros): number {
  let low = 0;
  let high = moments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle] ?? 0) < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

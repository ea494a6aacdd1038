// The samples of a short time, ready to be cut into the parts that recordings want.
//
// V8 has a tree of nodes for the whole chunk; a recording gets the nodes on whose stacks its own samples are. Frames of
// ours are taken out, together with what Node.js does for us above them; the program's functions that we call stay.

import type { V8Profile, V8ProfileNode } from '../../formats/v8-profile.ts';
import { SYNTHETIC } from '../../model/frame.ts';
import type { Micros } from '../../model/frame.ts';
import { isOwnUrl } from './own.ts';
import { splitByOwner } from './pieces.ts';
import type { Piece, Span } from './pieces.ts';

/** What a recording gets of a chunk. */
export interface ChunkPart {
  readonly profile: V8Profile;
  /** For each sample, whether others ran. */
  readonly foreign: readonly boolean[];
  /** Time in which the recording's own code ran. */
  readonly ownUs: Micros;
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

  /**
   * The part of the span. `own` are the times in which the recording's own code ran, in order; code that runs at other
   * times is `kept`, or `hidden` as `[out-of-context]`. Time of which no sample tells is `[native]`. `undefined` where
   * the span is empty.
   */
  cut(span: Span, own: readonly Span[], others: 'kept' | 'hidden'): ChunkPart | undefined {
    if (span.endUs <= span.startUs) return undefined;
    const nodes = new PartNodes(this.#nodes, this.#parents, this.#shown);
    const part = new PartSamples(nodes, others);
    const samples = { moments: this.#moments, nodes: this.#samples };
    for (const piece of splitByOwner(samples, own, span)) part.add(piece);
    return part.build(span);
  }
}

/** The samples of a part, as V8 would have given them. */
class PartSamples {
  readonly #nodes: PartNodes;
  readonly #others: 'kept' | 'hidden';
  readonly #samples: number[] = [];
  readonly #moments: Micros[] = [];
  readonly #foreign: boolean[] = [];
  #ownUs: Micros = 0;
  /** Garbage is collected whose maker cannot be told. */
  #isForeignGc = false;

  constructor(nodes: PartNodes, others: 'kept' | 'hidden') {
    this.#nodes = nodes;
    this.#others = others;
  }

  add(piece: Piece): void {
    const wasOwn = this.#foreign.at(-1) === false;
    this.#samples.push(this.#idOf(piece, wasOwn));
    this.#moments.push(piece.startUs);
    this.#foreign.push(!piece.isOwn);
    if (piece.isOwn) this.#ownUs += piece.endUs - piece.startUs;
  }

  build(span: Span): ChunkPart {
    const profile = this.#nodes.build(this.#samples, this.#moments, span);
    return { profile, foreign: this.#foreign, ownUs: this.#ownUs };
  }

  #idOf({ node, isOwn }: Piece, wasOwn: boolean): number {
    const nodes = this.#nodes;
    if (node !== undefined && nodes.isIdle(node)) return nodes.take(node);
    if (!isOwn && this.#others === 'hidden') return nodes.pseudo(SYNTHETIC.outOfContext);
    if (node === undefined) return nodes.pseudo(SYNTHETIC.native);
    // V8's samples of garbage collection go under the sample before, which was someone else's.
    this.#isForeignGc = nodes.isGc(node) && (this.#isForeignGc || wasOwn !== isOwn);
    return this.#isForeignGc ? nodes.pseudo(SYNTHETIC.gc) : nodes.take(node);
  }
}

/** The nodes that a part needs, in order, parents first. */
class PartNodes {
  readonly #nodes: readonly V8ProfileNode[];
  readonly #parents: Int32Array;
  readonly #shown: Int32Array;
  readonly #taken = new Set<number>();
  readonly #pseudo = new Map<string, number>();

  constructor(nodes: readonly V8ProfileNode[], parents: Int32Array, shown: Int32Array) {
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

  isIdle(index: number): boolean {
    return isPseudo(this.#nodes[index], IDLE);
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

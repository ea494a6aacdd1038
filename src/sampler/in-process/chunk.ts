// The samples of a short time, ready to be cut into the parts that recordings want.
//
// V8 has a tree of nodes for the whole chunk; a recording gets the nodes on whose stacks its own samples are. Frames of
// ours are taken out, together with what Node.js does for us above them; the program's functions that we call stay.

import type { V8Profile, V8ProfileNode } from '../../formats/v8-profile.ts';
import { SYNTHETIC } from '../../model/frame.ts';
import type { Micros } from '../../model/frame.ts';
import { isHookDispatcher, isOwnUrl } from './own-code.ts';
import { PartNodes } from './part-nodes.ts';
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
  /** Sample → how many it stands for. */
  readonly #counts: readonly number[];

  /** `startUs`: where the chunk before ended. */
  constructor(profile: V8Profile, startUs: Micros) {
    this.startUs = startUs;
    this.endUs = Math.max(startUs, profile.endTime);
    this.#nodes = profile.nodes;
    const indexOf = new Map(profile.nodes.map(({ id }, index) => [id, index]));
    this.#parents = findParents(profile.nodes, indexOf);
    this.#shown = hideOwn(profile.nodes, this.#parents);
    const { moments, nodes, counts } = orderSamples(profile);
    this.#moments = moments;
    this.#counts = counts;
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
    const samples = { moments: this.#moments, nodes: this.#samples, counts: this.#counts };
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
  readonly #counts: number[] = [];
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
    this.#counts.push(piece.count);
    this.#foreign.push(!piece.isOwn);
    if (piece.isOwn) this.#ownUs += piece.endUs - piece.startUs;
  }

  build(span: Span): ChunkPart {
    const profile = this.#nodes.build(this.#samples, this.#moments, span);
    const counted = { ...profile, sampleCounts: this.#counts };
    return { profile: counted, foreign: this.#foreign, ownUs: this.#ownUs };
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

function findParents(
  nodes: readonly V8ProfileNode[],
  indexOf: ReadonlyMap<number, number>,
): Int32Array {
  const parents = new Int32Array(nodes.length).fill(-1);
  for (const [index, { children = [] }] of nodes.entries())
    for (const child of children) parents[indexOf.get(child) ?? -1] = index;
  return parents;
}

/**
 * Ours is our own code, what calls it where promises are made, and the code of Node.js and V8 that ours calls, up to the
 * next function of someone else.
 */
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
  if (isOwnUrl(url) || isHookDispatcher(url)) return true;
  return calledByUs && (url === '' || url.startsWith('node:'));
}

function orderSamples(profile: V8Profile): {
  readonly moments: Float64Array;
  readonly nodes: readonly number[];
  readonly counts: readonly number[];
} {
  const { samples = [], timeDeltas = [], sampleCounts, startTime } = profile;
  const moments = new Float64Array(samples.length);
  let moment = startTime;
  for (let i = 0; i < moments.length; i++) moments[i] = moment += timeDeltas[i] ?? 0;
  const order = [...moments.keys()].sort((a, b) => (moments[a] ?? 0) - (moments[b] ?? 0));
  return {
    moments: moments.slice().sort(),
    nodes: order.map(i => samples[i] ?? 0),
    counts: order.map(i => sampleCounts?.[i] ?? 1),
  };
}

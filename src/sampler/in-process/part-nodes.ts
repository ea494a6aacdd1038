// The nodes of V8's tree that a recording's part of a chunk needs, and those of its own that are no functions.

import type { V8Profile, V8ProfileNode } from '../../formats/v8-profile.ts';
import type { Micros } from '../../model/frame.ts';
import type { Span } from './pieces.ts';

const GC = '(garbage collector)';
const IDLE = '(idle)';

/** The nodes that a part needs, in order, parents first. */
export class PartNodes {
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

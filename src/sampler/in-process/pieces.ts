// Splits the samples of a thread among those who ran in it.
//
// A sample is a moment; here each lasts until the next one, but never beyond the time of whoever ran at that moment:
//
//   own         ▬▬▬▬▬▬▬▬▬▬▬           ▬▬     ▬▬▬▬▬▬▬▬▬
//   samples   a     b     c     d        e       f
//   pieces    └─b───────┘ └──d, foreign┘ └┘ └e┘  └─f────┘
//                                        ▲ own, but without a sample of its own: the stack of the next one
//
// So the time of each owner is exact, and samples say what it was spent on, even where V8's samples are late.

import { firstIndex } from '../../model/first-index.ts';
import type { Micros } from '../../model/frame.ts';

/** A time span; the start belongs to it, the end does not. */
export interface Span {
  readonly startUs: Micros;
  readonly endUs: Micros;
}

/** Time with one stack and one owner. */
export interface Piece extends Span {
  /** Index of the sample's node; `undefined` where no sample tells. */
  readonly node: number | undefined;
  readonly isOwn: boolean;
  /** Number of samples that fell into it. */
  readonly count: number;
}

/** Samples in order of time. */
export interface Moments {
  readonly moments: Float64Array;
  /** Sample → index of its node. */
  readonly nodes: Int32Array;
  /** Sample → how many it stands for. */
  readonly counts: readonly number[];
}

/** The pieces of the span, in order and without gaps. `own` are spans in order; all else belongs to others. */
export function splitByOwner(samples: Moments, own: readonly Span[], span: Span): readonly Piece[] {
  const pieces: Piece[] = [];
  const nodes = new NearestNodes(samples, own, span);
  for (const segment of segmentsOf(own, span)) {
    const { startUs, endUs, isOwn } = segment;
    const first = lowerBound(samples.moments, startUs);
    const end = lowerBound(samples.moments, endUs);
    if (first === end) pieces.push({ ...segment, node: nodes.near(first, isOwn), count: 0 });
    for (let i = first; i < end; i++) {
      const from = i === first ? startUs : (samples.moments[i] ?? 0);
      const to = i + 1 === end ? endUs : (samples.moments[i + 1] ?? 0);
      const count = samples.counts[i] ?? 0;
      pieces.push({ startUs: from, endUs: to, node: samples.nodes[i], isOwn, count });
    }
  }
  return pieces;
}

type Segment = Omit<Piece, 'node' | 'count'>;

/** The span, cut wherever its owner changes. */
function segmentsOf(own: readonly Span[], span: Span): readonly Segment[] {
  const segments: Segment[] = [];
  let at = span.startUs;
  const goTo = (endUs: Micros, isOwn: boolean): void => {
    const end = Math.min(endUs, span.endUs);
    if (end > at) segments.push({ startUs: at, endUs: end, isOwn });
    at = Math.max(at, end);
  };
  for (const { startUs, endUs } of own) {
    goTo(startUs, false);
    goTo(endUs, true);
  }
  goTo(span.endUs, false);
  return segments;
}

/** Finds samples of one owner near to where there is none. */
class NearestNodes {
  readonly #samples: Moments;
  /** `undefined` outside of the span: that is the time of neither. */
  readonly #isOwn: readonly (boolean | undefined)[];

  constructor(samples: Moments, own: readonly Span[], span: Span) {
    this.#samples = samples;
    let next = 0;
    this.#isOwn = Array.from(samples.moments, moment => {
      if (moment < span.startUs || moment >= span.endUs) return undefined;
      while (next < own.length && (own[next]?.endUs ?? 0) <= moment) next++;
      return (own[next]?.startUs ?? Infinity) <= moment;
    });
  }

  /** The node of the next sample from here on that is of this owner, or else of the last one before. */
  near(sample: number, isOwn: boolean): number | undefined {
    const after = this.#isOwn.indexOf(isOwn, sample);
    const found = after >= 0 ? after : this.#isOwn.lastIndexOf(isOwn, Math.max(0, sample - 1));
    return found < 0 ? undefined : this.#samples.nodes[found];
  }
}

/** Index of the first moment that is not before this one. */
function lowerBound(moments: Float64Array, moment: Micros): number {
  return firstIndex(moments.length, i => (moments[i] ?? Infinity) >= moment);
}

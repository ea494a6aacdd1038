// Which stack was sampled at a moment.

import { firstIndex } from '../../model/first-index.ts';
import type { Micros } from '../../model/frame.ts';
import type { SampleTable } from '../../model/session.ts';
import type { ChunkStacks } from './chunk-stacks.ts';
import type { Run } from '../runs.ts';

/** The samples of a chunk. */
export interface SampledChunk {
  readonly stacks: ChunkStacks;
  readonly samples: SampleTable;
  /** Of the first sample, on V8's clock. */
  readonly startUs: Micros;
  /** What ran after waits, by start. */
  readonly runs?: readonly Run[];
}

/** The samples of a chunk by their time. */
export class SampleTimes {
  private ends: readonly Micros[] | undefined;

  constructor(private readonly chunk: SampledChunk) {}

  /** -1: none was. */
  stackAt(us: Micros): number {
    return this.chunk.samples.stack[this.sampleAt(us)] ?? -1;
  }

  /** Since when nothing else was sampled than at this moment. */
  sameSince(us: Micros): Micros {
    const { stack } = this.chunk.samples;
    let first = this.sampleAt(us);
    while (first > 0 && stack[first - 1] === stack[first]) first--;
    return this.allEnds()[first - 1] ?? this.chunk.startUs;
  }

  private sampleAt(us: Micros): number {
    const ends = this.allEnds();
    return firstIndex(ends.length, i => (ends[i] ?? Infinity) > us);
  }

  private allEnds(): readonly Micros[] {
    let end = this.chunk.startUs;
    return (this.ends ??= Array.from(this.chunk.samples.durationUs, us => (end += us)));
  }
}

// On which line a function was when a regular expression was interrupted. That is native code, which interrupted stacks
// leave out as they do built-in functions, but nothing of the program's is above it:
//
//   interrupted      main > parse:7
//   sampled          main > parse > RegExp: (x+)+y        parse calls it on line 7

import type { Micros } from '../../model/frame.ts';
import { SampleTimes } from './sample-times.ts';
import type { SampledChunk } from './sample-times.ts';

/** Knows what was sampled in a chunk. */
export class RegExpCalls {
  private readonly times: SampleTimes;

  constructor(private readonly chunk: SampledChunk) {
    this.times = new SampleTimes(chunk);
  }

  /** The stack of the regular expression that the leaf of the stack `caller` ran at a moment; -1: it ran none. */
  calledAt(us: Micros, caller: number): number {
    const { stacks } = this.chunk;
    const sampled = this.times.stackAt(us);
    const isIt = caller >= 0 && stacks.isRegExp(sampled) && stacks.parent(sampled) === caller;
    return isIt ? sampled : -1;
  }
}

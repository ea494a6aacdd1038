// On which lines of a function garbage was collected. V8 does not tell: but it collects where memory is asked for, and answers
// questions right after it. So each sample of it takes the line on which the function was seen at the nearest moment:
//
//   samples            [gc]       [gc]       parse      [gc]
//   interrupted at          parse:7                          parse:9
//   line of [gc]       7          7                     9
//
// A loop is interrupted as it begins anew, and not on the lines in it: these, or else all lines of the function, have parts
// that are those of the time that it was sampled on them.

import { firstIndex } from '../../model/first-index.ts';
import type { Micros } from '../../model/frame.ts';
import type { CallSites } from '../messages.ts';
import { placeAt } from './places.ts';
import type { SampledChunk } from './sample-times.ts';

/** What was seen longer before, or after, may have been another call. */
const NEAR_US = 15_000;
/** A line that was sampled so many times less than those that follow it is that of a loop. */
const PASSED_RATIO = 4;

/** A moment at which the function was seen to run itself, and on which line. */
interface SeenMoment {
  readonly us: Micros;
  /** Since when an answer was awaited. */
  readonly sinceUs: Micros;
  readonly line: number;
}

/** Place → its part of the function's time. */
type Shares = readonly (readonly [place: number, share: number])[];

/** The lines of one chunk. */
export class GcLines {
  private readonly seen = new Map<number, SeenMoment[]>();
  private readonly times = new Map<number, Map<number, Micros>>();

  /** `own`: row of the call sites → the stack that it is the leaf of. */
  constructor(
    private readonly chunk: SampledChunk,
    sites: CallSites,
    own: readonly number[],
  ) {
    sites.hitRow.forEach((hit, i) => {
      const stack = own[hit] ?? -1;
      const us = sites.hitUs[i] ?? 0;
      const sinceUs = us - (sites.hitDelayUs[i] ?? 0);
      const moment = { us, sinceUs, line: (sites.line[hit] ?? -1) + 1 };
      const known = this.seen.get(stack);
      if (known === undefined) this.seen.set(stack, [moment]);
      else known.push(moment);
    });
  }

  /** Takes a sample of this stack, whose leaf is `[gc]`. Gives whether anything is known of its lines. */
  take(stack: number, moment: Micros, us: Micros): boolean {
    const shares = this.sharesAt(this.chunk.stacks.parent(stack), moment);
    if (shares.length === 0) return false;
    let times = this.times.get(stack);
    if (times === undefined) this.times.set(stack, (times = new Map<number, Micros>()));
    for (const [place, share] of shares) times.set(place, (times.get(place) ?? 0) + us * share);
    return true;
  }

  /** The time of each place of each of the stacks. */
  forEach(visit: (stack: number, place: number, us: Micros) => void): void {
    for (const [stack, times] of this.times)
      for (const [place, us] of times) visit(stack, place, us);
  }

  private sharesAt(caller: number, moment: Micros): Shares {
    const ticks = this.chunk.stacks.ticksOf(caller);
    if (ticks.size === 0) return [];
    const seen = this.seen.get(caller) ?? [];
    const [before, after] = neighboursOf(seen, moment);
    const nearest = nearerOf(before, after, moment);
    if (nearest === undefined) {
      // What does not answer has left the line on which it did.
      const isOpen = after !== undefined && after.sinceUs <= moment;
      return sharesBetween(ticks, (before?.line ?? 0) + Number(isOpen), after?.line);
    }
    const next = Math.min(...seen.map(({ line }) => line).filter(line => line > nearest.line));
    const inside = linesBetween(ticks, nearest.line + 1, next);
    const isPassed = sumOf(inside.values()) >= PASSED_RATIO * (ticks.get(nearest.line) ?? 0);
    return isPassed && inside.size > 0 ? sharesOf(inside) : [[placeAt(nearest.line, 0), 1]];
  }
}

/** The last that was seen before a moment, and the first after it. */
function neighboursOf(
  seen: readonly SeenMoment[],
  moment: Micros,
): readonly [SeenMoment | undefined, SeenMoment | undefined] {
  const after = firstIndex(seen.length, i => (seen[i]?.us ?? Infinity) >= moment);
  return [seen[after - 1], seen[after]];
}

/** The nearer one to a moment; `undefined` where none is near. */
function nearerOf(
  before: SeenMoment | undefined,
  after: SeenMoment | undefined,
  moment: Micros,
): SeenMoment | undefined {
  const sinceUs = moment - (before?.us ?? -Infinity);
  const untilUs = (after?.us ?? Infinity) - moment;
  if (Math.min(sinceUs, untilUs) > NEAR_US) return undefined;
  return untilUs <= sinceUs ? after : before;
}

/** The parts of the lines from one to another; of all lines where none of these was sampled. */
function sharesBetween(
  ticks: ReadonlyMap<number, number>,
  first = -Infinity,
  last = Infinity,
): Shares {
  const between = linesBetween(ticks, first, last);
  return sharesOf(between.size > 0 ? between : ticks);
}

function linesBetween(
  ticks: ReadonlyMap<number, number>,
  first: number,
  last: number,
): ReadonlyMap<number, number> {
  return new Map([...ticks].filter(([line]) => line >= first && line <= last));
}

function sharesOf(ticks: ReadonlyMap<number, number>): Shares {
  const all = sumOf(ticks.values());
  return [...ticks].map(([line, count]) => [placeAt(line, 0), count / all]);
}

function sumOf(numbers: Iterable<number>): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

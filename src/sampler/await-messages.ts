// Waits on their way out of the program: of the frames on the stacks of the sites each is told once, and has a number from
// then on.

import { badFile } from '../formats/bad-file.ts';
import { BRIEF_ROW, RUN_ROW, WAIT_ROW } from './await-batch.ts';
import type { AwaitBatch, AwaitFrame, AwaitSite, NotedAwaits } from './await-batch.ts';

/** An {@link AwaitBatch} as it is sent: many stacks are of the same frames, so that each is told once. */
export interface AwaitMessage extends NotedAwaits {
  readonly type: 'awaits';
  /** New frames; numbered like the sites. */
  readonly frames: readonly AwaitFrame[];
  /** As {@link AwaitBatch.sites}, with the numbers of their frames. */
  readonly sites: readonly SiteMessage[];
}

/** A site whose frames were told already, or are with it. */
export interface SiteMessage extends Omit<AwaitSite, 'frames'> {
  readonly frames: readonly number[];
}

/** Writes the batches of one thread, in order. */
export class AwaitWriter {
  /** Frame → its number; the same frame is the same object. */
  private readonly numbers = new Map<AwaitFrame, number>();

  write(batch: AwaitBatch): AwaitMessage {
    const frames: AwaitFrame[] = [];
    const numberOf = (frame: AwaitFrame): number => {
      let number = this.numbers.get(frame);
      if (number === undefined) {
        this.numbers.set(frame, (number = this.numbers.size));
        frames.push(frame);
      }
      return number;
    };
    const sites = batch.sites.map(site => ({ ...site, frames: site.frames.map(numberOf) }));
    return { type: 'awaits', ...batch, frames, sites };
  }
}

/** Reads what an {@link AwaitWriter} has written, in the same order. The same frame is the same object. */
export class AwaitReader {
  private readonly frames: AwaitFrame[] = [];

  /** Throws a `ProfileError` (`bad-file`) where a frame was never told. */
  read({ frames, sites, waits, runs, briefWaits, links, isPart }: AwaitMessage): AwaitBatch {
    for (const frame of frames) this.frames.push(frame);
    return {
      sites: sites.map(site => ({ ...site, frames: site.frames.map(this.frameOf) })),
      waits,
      runs,
      ...(briefWaits !== undefined && { briefWaits }),
      ...(links !== undefined && { links }),
      ...(isPart === true && { isPart }),
    };
  }

  private readonly frameOf = (number: number): AwaitFrame => {
    const frame = this.frames[number];
    if (frame === undefined) throw badFile('The file is damaged: a wait has an unknown caller.');
    return frame;
  };
}

/** The same on another clock, which shows so many milliseconds more. */
export function shiftTimes(message: AwaitMessage, ms: number): AwaitMessage {
  const { waits, runs, briefWaits } = message;
  return {
    ...message,
    waits: shiftColumns(waits, { length: WAIT_ROW, times: [2, 3] }, ms),
    runs: shiftColumns(runs, { length: RUN_ROW, times: [1, 2] }, ms),
    ...(briefWaits !== undefined && {
      briefWaits: shiftColumns(briefWaits, { length: BRIEF_ROW, times: [1, 2] }, ms),
    }),
  };
}

/** -1 stands for a wait that has not ended. */
function shiftColumns(
  rows: readonly number[],
  { length, times }: { readonly length: number; readonly times: readonly number[] },
  ms: number,
): readonly number[] {
  return rows.map((value, i) => (times.includes(i % length) && value >= 0 ? value + ms : value));
}

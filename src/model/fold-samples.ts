// A session without its timeline: how long, but not when.

import type { Micros } from './frame.ts';
import type { SampleTable, SessionData } from './session.ts';

/** The session with one row for each stack of a lane, which stands for all its samples, in the order of the first. */
export function foldSamples(session: SessionData): SessionData {
  return {
    ...session,
    lanes: session.lanes.map(lane => ({ ...lane, samples: foldTable(lane.samples) })),
  };
}

function foldTable({ stack, durationUs, count }: SampleTable): SampleTable {
  const times = new Map<number, Micros>();
  const counts = new Map<number, number>();
  for (const [i, of] of stack.entries()) {
    times.set(of, (times.get(of) ?? 0) + (durationUs[i] ?? 0));
    counts.set(of, (counts.get(of) ?? 0) + (count?.[i] ?? 1));
  }
  return {
    stack: [...times.keys()],
    durationUs: [...times.values()],
    count: [...counts.values()],
  };
}

// A session without its timeline: how long, but not when.

import type { Micros } from './frame.ts';
import type { SampleTable, SessionData } from './session.ts';

/** The session with one sample for each stack of a lane, as long as all of them together, in the order of the first. */
export function foldSamples(session: SessionData): SessionData {
  return {
    ...session,
    lanes: session.lanes.map(lane => ({ ...lane, samples: foldTable(lane.samples) })),
  };
}

function foldTable({ stack, durationUs }: SampleTable): SampleTable {
  const times = new Map<number, Micros>();
  for (const [i, of] of stack.entries()) times.set(of, (times.get(of) ?? 0) + (durationUs[i] ?? 0));
  return { stack: [...times.keys()], durationUs: [...times.values()] };
}

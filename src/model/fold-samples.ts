// A session without its timeline: how long, but not when.

import type { Micros } from './frame.ts';
import { rowsOf } from './sample-rows.ts';
import type { SampleTable, SessionData } from './session.ts';

/** The session with one row for each stack of a lane, which stands for all its samples, in the order of the first. */
export function foldSamples(session: SessionData): SessionData {
  return {
    ...session,
    lanes: session.lanes.map(lane => ({ ...lane, samples: foldTable(lane.samples) })),
  };
}

function foldTable(samples: SampleTable): SampleTable {
  const times = new Map<number, Micros>();
  const counts = new Map<number, number>();
  for (const rows = rowsOf(samples); rows.next();) {
    times.set(rows.stack, (times.get(rows.stack) ?? 0) + rows.us);
    counts.set(rows.stack, (counts.get(rows.stack) ?? 0) + rows.count);
  }
  return {
    stack: [...times.keys()],
    durationUs: [...times.values()],
    count: [...counts.values()],
  };
}

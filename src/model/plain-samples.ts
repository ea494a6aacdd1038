// A session as plain data, for those who write it as JSON or change its columns.

import { RowSamples } from './row-samples.ts';
import type { SampleTable, SessionData } from './session.ts';

/** The session with its samples in plain arrays, which it may have packed. */
export function withPlainSamples(session: SessionData): SessionData {
  return {
    ...session,
    lanes: session.lanes.map(lane => ({ ...lane, samples: plainTable(lane.samples) })),
  };
}

function plainTable(samples: SampleTable): SampleTable {
  return samples instanceof RowSamples ? samples.columns() : samples;
}

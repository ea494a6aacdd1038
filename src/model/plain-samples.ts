// A session as plain data, for those who write it as JSON or change its columns.

import type { Numbers, SampleTable, SessionData } from './session.ts';

/** The session with its samples in plain arrays, which it may have in shared memory. */
export function withPlainSamples(session: SessionData): SessionData {
  return {
    ...session,
    lanes: session.lanes.map(lane => ({ ...lane, samples: plainTable(lane.samples) })),
  };
}

function plainTable({ stack, durationUs, count }: SampleTable): SampleTable {
  const table = { stack: plain(stack), durationUs: plain(durationUs) };
  return count === undefined ? table : { ...table, count: plain(count) };
}

function plain(column: Numbers): Numbers {
  return ArrayBuffer.isView(column) ? Array.from(column) : column;
}

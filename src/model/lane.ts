// Questions about lanes: which ones, how long, how many samples.

import type { Micros } from './frame.ts';
import { countSamples, totalUs } from './sample-rows.ts';
import type { LaneData, SessionData } from './session.ts';

/** The lane with this index alone, or all lanes for `undefined`. Throws a `RangeError` when there is no such lane. */
export function pickLanes(session: SessionData, lane: number | undefined): readonly LaneData[] {
  if (lane === undefined) return session.lanes;
  const picked = session.lanes[lane];
  if (picked === undefined) throw new RangeError(`No lane ${lane}`);
  return [picked];
}

/** Wall-clock time of the lane: the sum of its samples. */
export function laneDurationUs(lane: LaneData): Micros {
  return totalUs(lane.samples);
}

/** End of the lane's last sample, measured from the session's start. */
export function laneEndUs(lane: LaneData): Micros {
  return lane.startUs + laneDurationUs(lane);
}

/** Wall-clock time of the session: from its start to the end of the lane that ended last, or as its metadata says. */
export function sessionDurationUs(session: SessionData): Micros {
  return session.lanes.reduce(
    (end, lane) => Math.max(end, laneEndUs(lane)),
    session.meta.durationUs,
  );
}

/** How many samples were taken of all lanes. */
export function sampleCount(session: SessionData): number {
  return session.lanes.reduce((sum, { samples }) => sum + countSamples(samples), 0);
}

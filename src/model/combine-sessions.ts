// Several sessions of one program as one, as if the time between them had not been.

import { readFrames } from './frame-table.ts';
import type { LaneBuilder } from './lane-builder.ts';
import { rowsOf } from './sample-rows.ts';
import { SessionBuilder } from './session-builder.ts';
import type { LaneData, LineShares, SessionData, SessionMeta } from './session.ts';

/**
 * The samples of all sessions, lane by lane: those of the same thread follow one another. Durations and CPU times add
 * up; everything else that is said of the session is what the first one says. Throws a `RangeError` for none at all.
 */
export function combineSessions(sessions: readonly SessionData[]): SessionData {
  const [first, ...others] = sessions;
  if (first === undefined) throw new RangeError('No sessions to combine');
  if (others.length === 0) return first;
  const builder = new SessionBuilder();
  const lanes = new Map<string, LaneBuilder>();
  for (const session of sessions) addSession(builder, lanes, session);
  return builder.build(combineMeta(first.meta, sessions));
}

function combineMeta(first: SessionMeta, sessions: readonly SessionData[]): SessionMeta {
  const metas = sessions.map(({ meta }) => meta);
  return {
    ...first,
    durationUs: metas.reduce((sum, meta) => sum + meta.durationUs, 0),
    cpuTimeUs: metas.reduce<number | null>(
      (sum, { cpuTimeUs }) => (sum === null || cpuTimeUs === null ? null : sum + cpuTimeUs),
      0,
    ),
    notes: [...new Set(metas.flatMap(meta => meta.notes))],
  };
}

function addSession(
  builder: SessionBuilder,
  lanes: Map<string, LaneBuilder>,
  session: SessionData,
): void {
  const frames = readFrames(session).map(frame => builder.frame(frame));
  const { parent, frame } = session.stacks;
  const stacks: number[] = [];
  for (const [i, leaf] of frame.entries()) {
    stacks.push(builder.stack(stacks[parent[i] ?? -1] ?? -1, frames[leaf] ?? -1));
  }
  for (const data of session.lanes) {
    const key = `${data.pid} ${data.threadId}`;
    const lane = lanes.get(key) ?? builder.lane(data);
    lanes.set(key, lane);
    addLane(lane, data, { stacks, strings: session.strings });
  }
}

function addLane(
  lane: LaneBuilder,
  { samples, leafLines, callLines, waitLines, awaits }: LaneData,
  names: { readonly stacks: readonly number[]; readonly strings: readonly string[] },
): void {
  for (const rows = rowsOf(samples); rows.next();)
    lane.sample(names.stacks[rows.stack] ?? -1, rows.us, rows.count);
  eachRow(leafLines, (stack, position, us) => {
    lane.leafLine(names.stacks[stack] ?? -1, position, us);
  });
  eachRow(callLines, (stack, position, us) => {
    lane.callLine(names.stacks[stack] ?? -1, position, us);
  });
  eachRow(waitLines, (stack, position, us) => {
    lane.waitLine(names.stacks[stack] ?? -1, position, us);
  });
  for (const [i, file] of awaits.file.entries()) {
    const position = { line: awaits.line[i] ?? 0, column: awaits.column[i] ?? 0 };
    const [count, totalUs] = [awaits.count[i] ?? 0, awaits.totalUs[i] ?? 0];
    lane.awaits(names.strings[file] ?? '', position, {
      count,
      totalUs,
      maxUs: awaits.maxUs[i] ?? 0,
    });
  }
}

type TakeRow = (
  stack: number,
  position: { readonly line: number; readonly column: number },
  us: number,
) => void;

function eachRow(rows: LineShares | undefined, take: TakeRow): void {
  if (rows === undefined) return;
  for (const [i, stack] of rows.stack.entries())
    take(stack, { line: rows.line[i] ?? 0, column: rows.column[i] ?? 0 }, rows.us[i] ?? 0);
}

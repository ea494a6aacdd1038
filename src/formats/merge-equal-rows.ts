// Merges rows of a session's tables that say the same twice. Ours never do; a file of another writer may, and then
// one function or one path would appear several times.

import { readFrames } from '../model/frame-table.ts';
import { rowsOf } from '../model/sample-rows.ts';
import { SessionBuilder } from '../model/session-builder.ts';
import type { LaneData, LineShares, SessionData } from '../model/session.ts';

/** The session itself when all its frames and stacks are different; else one in which they are. */
export function mergeEqualRows(session: SessionData): SessionData {
  const builder = new SessionBuilder();
  const frames = readFrames(session).map(frame => builder.frame(frame));
  const stacks: number[] = [];
  const { parent, frame } = session.stacks;
  for (let i = 0; i < frame.length; i++) {
    stacks.push(builder.stack(stacks[parent[i] ?? -1] ?? -1, frames[frame[i] ?? -1] ?? -1));
  }
  if (frames.every(isOwnIndex) && stacks.every(isOwnIndex)) return session;
  for (const lane of session.lanes) copyLane(builder, lane, { session, stacks });
  return builder.build(session.meta);
}

function isOwnIndex(value: number, index: number): boolean {
  return value === index;
}

interface Renumbering {
  readonly session: SessionData;
  /** Old index of a stack → new one. */
  readonly stacks: readonly number[];
}

function copyLane(builder: SessionBuilder, lane: LaneData, { session, stacks }: Renumbering): void {
  const copy = builder.lane(lane);
  const { samples, leafLines, callLines, waitLines, awaits } = lane;
  for (const rows = rowsOf(samples); rows.next();)
    copy.sample(stacks[rows.stack] ?? -1, rows.us, rows.count);
  forEachShare(leafLines, (stack, at, us) => {
    copy.leafLine(stacks[stack] ?? -1, at, us);
  });
  forEachShare(callLines, (stack, at, us) => {
    copy.callLine(stacks[stack] ?? -1, at, us);
  });
  forEachShare(waitLines, (stack, at, us) => {
    copy.waitLine(stacks[stack] ?? -1, at, us);
  });
  for (let i = 0; i < awaits.file.length; i++) {
    copy.awaits(
      session.strings[awaits.file[i] ?? -1] ?? '',
      { line: awaits.line[i] ?? 0, column: awaits.column[i] ?? 0 },
      {
        count: awaits.count[i] ?? 0,
        totalUs: awaits.totalUs[i] ?? 0,
        maxUs: awaits.maxUs[i] ?? 0,
      },
    );
  }
}

type AddShare = (stack: number, at: { line: number; column: number }, us: number) => void;

function forEachShare(shares: LineShares | undefined, add: AddShare): void {
  if (shares === undefined) return;
  for (let i = 0; i < shares.stack.length; i++) {
    const at = { line: shares.line[i] ?? 0, column: shares.column[i] ?? 0 };
    add(shares.stack[i] ?? -1, at, shares.us[i] ?? 0);
  }
}

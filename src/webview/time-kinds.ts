// What time was spent on, in the broadest terms: whose code ran, or that nothing did.

import { SYNTHETIC } from '../model/frame.ts';
import type { Frame, Micros } from '../model/frame.ts';
import { readFrames } from '../model/frame-table.ts';
import { pickLanes } from '../model/lane.ts';
import { rowsOf } from '../model/sample-rows.ts';
import type { SessionData } from '../model/session.ts';

/** Every {@link TimeKind}, in the order in which they are shown. */
export const TIME_KINDS = [
  'application',
  'library',
  'node',
  'native',
  'gc',
  'waiting',
  'idle',
] as const;

/** Whose code ran: a frame's kind, or one of the synthetic frames that mean something of their own. */
export type TimeKind = (typeof TIME_KINDS)[number];

/** What a reader calls them. */
export const TIME_KIND_NAMES: Readonly<Record<TimeKind, string>> = {
  application: 'Your code',
  library: 'Libraries',
  node: 'Node.js',
  native: 'Native',
  gc: 'Garbage collection',
  waiting: 'Waiting',
  idle: 'Idle',
};

/** The kind of time that a frame stands for when it is at the leaf. */
export function timeKindOf(frame: Pick<Frame, 'kind' | 'name'>): TimeKind {
  if (frame.kind !== 'synthetic') return frame.kind;
  return SYNTHETIC_KINDS[frame.name] ?? 'native';
}

const SYNTHETIC_KINDS: Readonly<Partial<Record<string, TimeKind>>> = {
  [SYNTHETIC.await]: 'waiting',
  [SYNTHETIC.idle]: 'idle',
  [SYNTHETIC.gc]: 'gc',
};

/** The time of each kind, in one lane or in all of them; the kinds sum to the whole. */
export function sumTimeKinds(session: SessionData, lane?: number): Record<TimeKind, Micros> {
  const ofStack = stackKinds(session);
  const sums = TIME_KINDS.map(() => 0);
  for (const { samples } of pickLanes(session, lane)) {
    for (const rows = rowsOf(samples); rows.next();) {
      const kind = ofStack[rows.stack] ?? 0;
      sums[kind] = (sums[kind] ?? 0) + rows.us;
    }
  }
  const entries = TIME_KINDS.map((kind, i) => [kind, sums[i] ?? 0]);
  return Object.fromEntries(entries) as Record<TimeKind, Micros>;
}

/** Stack → number of its leaf's kind in {@link TIME_KINDS}. */
function stackKinds(session: SessionData): Uint8Array {
  const ofFrame = readFrames(session).map(frame => TIME_KINDS.indexOf(timeKindOf(frame)));
  return Uint8Array.from(session.stacks.frame, frame => ofFrame[frame] ?? 0);
}

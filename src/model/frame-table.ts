// Reads frames out of a session's tables.

import { FRAME_KINDS } from './frame.ts';
import type { Frame } from './frame.ts';
import type { SessionData } from './session.ts';

/** Frame `index` of the session, as an object. Throws a `RangeError` when there is none. */
export function readFrame(session: SessionData, index: number): Frame {
  const { frames, strings } = session;
  const name = strings[frames.name[index] ?? -1];
  const kind = FRAME_KINDS[frames.kind[index] ?? -1];
  if (name === undefined || kind === undefined) throw new RangeError(`No frame ${index}`);
  return {
    name,
    className: strings[frames.className[index] ?? -1] ?? null,
    file: strings[frames.file[index] ?? -1] ?? null,
    line: positive(frames.line[index]),
    column: positive(frames.column[index]),
    kind,
  };
}

/** All frames of the session; element i is frame i. */
export function readFrames(session: SessionData): Frame[] {
  return session.frames.name.map((_, index) => readFrame(session, index));
}

function positive(value: number | undefined): number | null {
  return value === undefined || value < 0 ? null : value;
}

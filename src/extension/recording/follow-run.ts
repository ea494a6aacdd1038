// Shows the session of a running program while it grows, and the finished one.

import type { SessionData } from '../../model/session.ts';
import { CUT_SHORT } from '../../sampler/journal/read-journal.ts';
import type { RunningProgram } from '../../sampler/program.ts';
import type { FilesAtRun } from '../tracking/files-at-run.ts';
import { MappingThread } from '../../mapping/mapping-thread.ts';
import { readText } from '../tracking/read-text.ts';
import { recordRun } from './run-recorder.ts';
import { newSessionId } from '../sessions/session-archive.ts';
import type { SessionStore, ShownSession } from '../sessions/session-store.ts';

/** A program that is being recorded, and what is known of it. */
export interface FollowedRun {
  /** For people. */
  readonly name: string;
  readonly cwd: string;
  readonly program: RunningProgram;
  /** Source files that were taken down before the program started. */
  readonly files: FilesAtRun;
}

/**
 * The finished session, which is shown too. Rejects as `RunningProgram.finished` does, and when it cannot be mapped; what
 * was shown last stays then, as a recording that was cut short.
 */
export async function followRun(
  store: Pick<SessionStore, 'show'>,
  run: FollowedRun,
): Promise<ShownSession> {
  const { name, cwd, program, files } = run;
  const id = newSessionId(new Date());
  let last: SessionData | undefined;
  const show = (session: SessionData, isLive: boolean): ShownSession => {
    const shown = { id, name, isLive, session, files };
    last = session;
    store.show(shown);
    return shown;
  };
  const thread = new MappingThread();
  try {
    const session = await recordRun({
      program,
      files,
      mapRecording: recording => thread.map(recording, cwd),
      readText,
      showLive: shown => show(shown, true),
      now: () => performance.now(),
    });
    return show(session, false);
  } catch (error) {
    if (last !== undefined) show(withNote(last, CUT_SHORT), false);
    throw error;
  } finally {
    await thread.end();
  }
}

function withNote(session: SessionData, note: string): SessionData {
  return { ...session, meta: { ...session.meta, notes: [...session.meta.notes, note] } };
}

// Shows the session of a running program while it grows, and the finished one.

import type { SessionData } from '../model/session.ts';
import type { RunningProgram } from '../sampler/program.ts';
import type { FilesAtRun } from './files-at-run.ts';
import { MappingThread } from './mapping-thread.ts';
import { readText } from './read-text.ts';
import { recordRun } from './run-recorder.ts';
import { newSessionId } from './session-archive.ts';
import type { SessionStore, ShownSession } from './session-store.ts';

/** A program that is being recorded, and what is known of it. */
export interface FollowedRun {
  /** For people. */
  readonly name: string;
  readonly cwd: string;
  readonly program: RunningProgram;
  /** Source files that were taken down before the program started. */
  readonly files: FilesAtRun;
}

/** The finished session, which is shown too. Rejects as `RunningProgram.finished` does. */
export async function followRun(
  store: Pick<SessionStore, 'show'>,
  run: FollowedRun,
): Promise<ShownSession> {
  const { name, cwd, program, files } = run;
  const id = newSessionId(new Date());
  const show = (session: SessionData, isLive: boolean): ShownSession => {
    const shown = { id, name, isLive, session, files };
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
  } finally {
    await thread.end();
  }
}

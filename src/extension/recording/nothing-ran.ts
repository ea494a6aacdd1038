// A program with a syntax error, or one that was over at once, leaves nothing to look at: the user is told so.

import type { ExitStatus, SessionData } from '../../model/session.ts';
import { fileKey } from '../tracking/file-key.ts';
import { insightOf } from '../sessions/insight.ts';
import { showWarning } from '../report-errors.ts';
import type { OutputPlace } from '../report-errors.ts';
import { listApplicationFiles } from '../tracking/application-files.ts';
import type { ShownSession } from '../sessions/session-store.ts';

/** Warns unless there is time of the application in the session. Returns when the message is gone. */
export async function warnIfNothingRan(
  { name, session }: ShownSession,
  output: OutputPlace,
): Promise<void> {
  if (hasApplicationTime(session)) return;
  const { exit } = session.meta;
  const sentence =
    exit.code === 0
      ? `${name} was over before a sample fell into it: there is nothing to show.`
      : `${name} ended ${describeEnd(exit)} before anything was recorded. Its own output is in the ${output.place}.`;
  await showWarning(sentence, [output]);
}

function hasApplicationTime(session: SessionData): boolean {
  const { files } = insightOf(session);
  return listApplicationFiles(session).some(path => files.has(fileKey(path)));
}

function describeEnd({ code, signal }: ExitStatus): string {
  return signal === null ? `with code ${code ?? 'unknown'}` : `by ${signal}`;
}

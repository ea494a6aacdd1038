// Reads a session from a file of any known kind: a session of ours, a recording that was cut short, or a profile of
// another tool.

import { basename, dirname } from 'node:path';
import { decodeProfileFile } from '../formats/profile-file.ts';
import type { Recording } from '../model/session.ts';
import { readProfile } from '../read-profile.ts';
import { isJournal, readJournal } from '../sampler/journal/journal.ts';
import { mapToSources } from '../map-to-sources.ts';
import type { OpenedSession } from './mapping-tasks.ts';

/** Rejects with a `ProfileError`: `not-found`, `bad-file`. */
export async function readSession(path: string): Promise<OpenedSession> {
  const name = basename(path);
  const content = await readProfile(path, name);
  if (typeof content === 'string' && isJournal(content)) {
    const recording = readJournal(content);
    return openRecording(recording, recording.session.meta.cwd);
  }
  const file = decodeProfileFile(content, name);
  return file.kind === 'session'
    ? { session: file.session }
    : openRecording(file.recording, dirname(path));
}

function openRecording(recording: Recording, cwd: string): OpenedSession {
  const session = mapToSources(recording, cwd);
  return recording.program === undefined ? { session } : { session, program: recording.program };
}

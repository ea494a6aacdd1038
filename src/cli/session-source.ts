// Where the session of a report comes from: a file, an earlier run, or a recording that has just been made.

import { readFile } from 'node:fs/promises';
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { decodeProfileFile } from '../formats/profile-file.ts';
import { ProfileError } from '../model/errors.ts';
import type { Recording, SessionData } from '../model/session.ts';
import { isJournal, readJournal } from '../sampler/journal.ts';
import { mapRecording } from '../sourcemap/map-recording.ts';
import { readText } from './source-files.ts';

/** Reads a session or a foreign profile; `file` is relative to `cwd`. Rejects with a `ProfileError`. */
export async function loadSession(file: string, cwd: string): Promise<SessionData> {
  const text = await readProfile(resolve(cwd, file), file);
  if (isJournal(text)) return mapToSources(readJournal(text), cwd);
  const content = decodeProfileFile(text, file);
  return content.kind === 'session' ? content.session : mapToSources(content.recording, cwd);
}

/** The recording in the positions of the sources that people wrote, as far as they are found on disk. */
export function mapToSources(recording: Recording, cwd: string): SessionData {
  return mapRecording(recording, { cwd, readText, realPath });
}

async function readProfile(path: string, typed: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (isMissing) throw new ProfileError('not-found', `There is no file ${typed}.`, { cause });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ProfileError('bad-file', `${typed} cannot be read: ${why}`, { cause });
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // Not on this disk: then the name is all there is.
  }
}

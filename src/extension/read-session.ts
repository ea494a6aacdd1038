// Reads a session from a file of any known kind: a session of ours, a recording that was cut short, or a profile of
// another tool.

import { basename, dirname } from 'node:path';
import type { SessionData } from '../model/session.ts';
import { makeMapper } from './map-sources.ts';

/** Rejects with a `ProfileError`: `not-found`, `bad-file`. */
export async function readSession(path: string): Promise<SessionData> {
  const { readProfile } = await import('../read-profile.ts');
  const name = basename(path);
  const content = await readProfile(path, name);
  const { isJournal, readJournal } = await import('../sampler/journal.ts');
  if (typeof content === 'string' && isJournal(content)) {
    const recording = readJournal(content);
    return (await makeMapper(recording.session.meta.cwd))(recording);
  }
  const { decodeProfileFile } = await import('../formats/profile-file.ts');
  const file = decodeProfileFile(content, name);
  return file.kind === 'session' ? file.session : (await makeMapper(dirname(path)))(file.recording);
}

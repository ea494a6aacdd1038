// `load(file)`: a session that was saved, or a profile that another tool has written.

import { readFile } from 'node:fs/promises';
import { decodeProfileFile } from './formats/profile-file.ts';
import { ProfileError } from './model/errors.ts';
import type { SessionData } from './model/session.ts';
import { mapToSources } from './source-files.ts';

/** Reads a `.hotpath` session or a `.cpuprofile`. Rejects with a `ProfileError`: `not-found`, `bad-file`. */
export async function load(file: string): Promise<SessionData> {
  const content = decodeProfileFile(await readProfile(file), file);
  if (content.kind === 'session') return content.session;
  return mapToSources(content.recording, process.cwd());
}

async function readProfile(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (isMissing) throw new ProfileError('not-found', `There is no file ${file}.`, { cause });
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ProfileError('bad-file', `${file} cannot be read: ${why}`, { cause });
  }
}

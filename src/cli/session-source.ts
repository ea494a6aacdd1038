// Reads the session of a report from a file.

import { basename, resolve } from 'node:path';
import { decodeProfileFile } from '../formats/profile-file.ts';
import type { ProfileFile } from '../formats/profile-file.ts';
import { ProfileError } from '../model/errors.ts';
import { mapToSources } from '../map-to-sources.ts';
import type { SessionData } from '../model/session.ts';
import { readProfile } from '../read-profile.ts';
import { isJournal, readJournal } from '../sampler/journal/journal.ts';

/** Reads a session or a foreign profile; `file` is relative to `cwd`. Rejects with a `ProfileError`. */
export async function loadSession(file: string, cwd: string): Promise<SessionData> {
  const found = await readProfile(resolve(cwd, file), file);
  if (typeof found === 'string' && isJournal(found)) return mapToSources(readJournal(found), cwd);
  const content = decode(found, file);
  return content.kind === 'session' ? content.session : mapToSources(content.recording, cwd);
}

/** What is wrong with a file is told with its name. */
function decode(content: Parameters<typeof decodeProfileFile>[0], file: string): ProfileFile {
  try {
    return decodeProfileFile(content, file);
  } catch (cause) {
    if (!(cause instanceof ProfileError) || cause.message.includes(basename(file))) throw cause;
    throw new ProfileError(cause.code, `${file}: ${cause.message}`, { cause });
  }
}

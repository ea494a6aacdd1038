// Reads the session of a report from a file.

import { basename, resolve } from 'node:path';
import { ProfileError } from '../model/errors.ts';
import { mapToSources } from '../map-to-sources.ts';
import type { SessionData } from '../model/session.ts';
import { readProfile } from '../read-profile.ts';

/** Reads a session or a foreign profile; `file` is relative to `cwd`. Rejects with a `ProfileError`. */
export async function loadSession(file: string, cwd: string): Promise<SessionData> {
  const content = await readProfile(resolve(cwd, file), file).catch(withName(file));
  return content.kind === 'session' ? content.session : mapToSources(content.recording, cwd);
}

/** What is wrong with a file is told with its name. */
function withName(file: string): (cause: unknown) => never {
  return cause => {
    if (!(cause instanceof ProfileError) || cause.message.includes(basename(file))) throw cause;
    throw new ProfileError(cause.code, `${file}: ${cause.message}`, { cause });
  };
}

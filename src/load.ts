// `load(file)`: a session that was saved, or a profile that another tool has written.

import { decodeProfileFile } from './formats/profile-file.ts';
import type { SessionData } from './model/session.ts';
import { readProfile } from './read-profile.ts';
import { mapToSources } from './map-to-sources.ts';
import { ScriptCache } from './sourcemap/script-cache.ts';
import { currentFolder } from './sampler/current-folder.ts';

/**
 * Reads a session, or a profile of another tool: whatever `hotpath --load` does. Rejects with a `ProfileError`:
 * `not-found`, or `bad-file` for a file that is damaged or no profile.
 */
export async function load(file: string): Promise<SessionData> {
  const content = decodeProfileFile(await readProfile(file), file);
  if (content.kind === 'session') return content.session;
  // Scripts may have changed since another profile of them was read.
  return mapToSources(content.recording, currentFolder(), new ScriptCache());
}

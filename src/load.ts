// `load(file)`: a session that was saved, a recording that was cut short, or a profile that another tool has written.

import { withPlainSamples } from './model/plain-samples.ts';
import type { SessionData } from './model/session.ts';
import { readProfile } from './read-profile.ts';
import { mapToSources } from './map-to-sources.ts';
import { ScriptCache } from './sourcemap/script-cache.ts';
import { currentFolder } from './sampler/current-folder.ts';

/**
 * Reads a session, a recording that was cut short, or a profile of another tool: whatever `hotpath --load` does. Rejects with a `ProfileError`:
 * `not-found`, or `bad-file` for a file that is damaged or no profile.
 */
export async function load(file: string): Promise<SessionData> {
  const content = await readProfile(file);
  if (content.kind === 'session') return content.session;
  // Scripts may have changed since another profile of them was read.
  return withPlainSamples(mapToSources(content.recording, currentFolder(), new ScriptCache()));
}

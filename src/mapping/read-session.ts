// Reads a session from a file of any known kind: a session of ours, a recording that was cut short, or a profile of
// another tool.

import { basename, dirname } from 'node:path';
import { readProfile } from '../read-profile.ts';
import { mapToSources } from '../map-to-sources.ts';
import type { OpenedSession } from './mapping-tasks.ts';

/** Rejects with a `ProfileError`: `not-found`, `bad-file`. */
export async function readSession(path: string): Promise<OpenedSession> {
  const file = await readProfile(path, basename(path));
  if (file.kind === 'session') return { session: file.session };
  const { recording } = file;
  const session = mapToSources(recording, recording.session.meta.cwd || dirname(path));
  return recording.program === undefined ? { session } : { session, program: recording.program };
}

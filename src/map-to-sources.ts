// Recordings in the positions of their sources, as they are on disk.

import { realpathSync } from 'node:fs';
import type { Recording, SessionData } from './model/session.ts';
import { mapRecording } from './sourcemap/map-recording.ts';
import { readText } from './source-text.ts';
import { ScriptCache } from './sourcemap/script-cache.ts';

/** A program's scripts are recorded again and again. Grows with their number alone. */
const ofProgram = new ScriptCache();

/**
 * The recording as its sources have it, as far as they are found. What `cache` holds is not read again; by default
 * what this process has read of the scripts that it records, which may have been edited since.
 */
export function mapToSources(
  recording: Recording,
  cwd: string,
  cache: ScriptCache = ofProgram,
): SessionData {
  return mapRecording(recording, { cwd, readText, realPath, cache });
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // Not on this disk: then the name is all there is.
  }
}

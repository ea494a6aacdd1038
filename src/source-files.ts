// Recordings of this process in the positions of their sources, as they are on disk.

import { readFileSync, realpathSync } from 'node:fs';
import type { Recording, SessionData } from './model/session.ts';
import { mapRecording } from './sourcemap/map-recording.ts';
import { ScriptCache } from './sourcemap/script-cache.ts';

/** A process records the same scripts again and again. Grows with their number alone. */
const cache = new ScriptCache();

/** The recording as its sources have it, as far as they are found. */
export function mapToSources(recording: Recording, cwd: string): SessionData {
  return mapRecording(recording, { cwd, readText, realPath, cache });
}

/** The file's text; `undefined` for what is no file or cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // Moved, deleted or never a file: then its positions stay as V8 gives them.
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // Not on this disk: then the name is all there is.
  }
}

/** Gives lines (from 1) of files; each file is read once, when it is first asked for. */
export function openSourceLines(): (file: string, line: number) => string | undefined {
  const files = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = files.get(file);
    if (lines === undefined) files.set(file, (lines = readText(file)?.split(/\r?\n/) ?? []));
    return lines[line - 1];
  };
}

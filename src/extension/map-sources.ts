// Maps recordings to the sources on this machine.

import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Recording, SessionData } from '../model/session.ts';
import { realPathOf } from './file-key.ts';

/** From what V8 ran to what was written; what it read is kept from call to call. */
export type Mapper = (recording: Recording) => SessionData;

/** A mapper for a program that runs (or ran) in `cwd`. */
export async function makeMapper(cwd: string): Promise<Mapper> {
  const { mapRecording } = await import('../sourcemap/map-recording.ts');
  const { ScriptCache } = await import('../sourcemap/script-cache.ts');
  const cache = new ScriptCache();
  const files = { readText: readTextSync, realPath: realPathOf, ownFolders: [OWN_FOLDER], cwd };
  return recording => mapRecording(recording, { ...files, cache });
}

/** Where this bundle is. */
const OWN_FOLDER = fileURLToPath(new URL('.', import.meta.url));

/** The text of a file; `undefined` where there is none: a source map may name sources that were never shipped. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** As {@link readText}, at once. */
export function readTextSync(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

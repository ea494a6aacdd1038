// Maps recordings to the sources on this machine.

import { readFile } from 'node:fs/promises';
import type { Recording, SessionData } from '../model/session.ts';

/** From what V8 ran to what was written; what it read is kept from call to call. */
export type Mapper = (recording: Recording) => SessionData;

/** A mapper for a program that runs (or ran) in `cwd`. */
export async function makeMapper(cwd: string): Promise<Mapper> {
  const { mapToSources } = await import('../source-files.ts');
  return recording => mapToSources(recording, cwd);
}

/** The text of a file; `undefined` where there is none: a source map may name sources that were never shipped. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

// Reads source files.

import { readFile } from 'node:fs/promises';

/** The text of a file; `undefined` where there is none: a source map may name sources that were never shipped. */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}

// The source files on disk, as far as they can be read.

import { readFileSync } from 'node:fs';

/** The file's text; `undefined` for what is no file or cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // Moved, deleted or never a file: then there is nothing to quote or to map.
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

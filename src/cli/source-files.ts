// The source files on disk, for reports that quote them.

import { readFileSync } from 'node:fs';

/** Gives lines (from 1) of files; each file is read once, when first asked for. */
export function openSourceFiles(): (file: string, line: number) => string | undefined {
  const files = new Map<string, readonly string[]>();
  return (file, line) => {
    let lines = files.get(file);
    if (lines === undefined) {
      lines = readText(file)?.split(/\r?\n/) ?? [];
      files.set(file, lines);
    }
    return lines[line - 1];
  };
}

/** The file's text, or `undefined` for what is no file or cannot be read. */
export function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined; // Moved, deleted or never a file: then there is nothing to quote.
  }
}

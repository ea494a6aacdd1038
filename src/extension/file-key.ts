// Tells that two paths are one file: Node.js names scripts by their real paths, the editor by the path that was opened.

import { realpathSync } from 'node:fs';

const keys = new Map<string, string>();

/** The same for every path of a file. Asks the disk once for each path. */
export function fileKey(path: string): string {
  const known = keys.get(path);
  if (known !== undefined) return known;
  const key = foldCase(realPathOf(path));
  keys.set(path, key);
  return key;
}

/** The path without symbolic links; the path itself where there is no such file. */
export function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    // A profile from elsewhere names files that are not here.
    return path;
  }
}

/** File names on Windows, and drive letters most of all, differ in case only by accident. */
function foldCase(path: string): string {
  return process.platform === 'win32' ? path.toLowerCase() : path;
}

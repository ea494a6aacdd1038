// Tells that two paths are one file: Node.js names scripts by their real paths, the editor by the path that was opened.

import { realpathSync } from 'node:fs';

const keys = new Map<string, string>();

/** The same for every path of a file. Asks the disk once for each path, and again for a file that was not there. */
export function fileKey(path: string): string {
  const known = keys.get(path);
  if (known !== undefined) return known;
  const real = findRealPath(path);
  if (real === undefined) return foldCase(path);
  const key = foldCase(real);
  keys.set(path, key);
  return key;
}

/** The path without symbolic links; the path itself where there is no such file. */
export function realPathOf(path: string): string {
  return findRealPath(path) ?? path;
}

/** `undefined` where there is no such file: a profile from elsewhere names files that are not here. */
function findRealPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

/** File names on Windows, and drive letters most of all, differ in case only by accident. */
function foldCase(path: string): string {
  return process.platform === 'win32' ? path.toLowerCase() : path;
}

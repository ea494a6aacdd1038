// Paths as short as they can be and still be found: relative to a folder of the program's or to the package folder.

import type { SessionMeta } from '../model/session.ts';

/** The folders from which the paths of a session may be told. */
export type PathFolders = Pick<SessionMeta, 'cwd' | 'moduleFolders'>;

/**
 * Shortens absolute paths: the way from one of the session's folders or from the innermost `node_modules` folder,
 * whichever has the fewest parts, if that is fewer than the path itself has. URLs such as `node:fs` stay as they are.
 */
export function shortPath(path: string, { cwd, moduleFolders = [] }: PathFolders): string {
  if (!isAbsolute(path)) return path;
  const parts = path.split(/[\\/]/);
  let shortest = parts;
  for (const base of [cwd, ...moduleFolders, packageFolder(path)]) {
    if (base === undefined || !isAbsolute(base)) continue;
    const candidate = relativeParts(splitFolder(base), parts);
    if (candidate !== undefined && candidate.length < shortest.length) shortest = candidate;
  }
  return shortest === parts ? path : shortest.join(path.includes('/') ? '/' : '\\');
}

function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[a-z]:[\\/])/i.test(path);
}

function packageFolder(path: string): string | undefined {
  return /^.*[\\/]node_modules(?=[\\/])/.exec(path)?.[0];
}

function splitFolder(folder: string): string[] {
  const parts = folder.split(/[\\/]/);
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}

/** The way from one folder to a file; `undefined` where they are on different drives. */
function relativeParts(from: readonly string[], to: readonly string[]): string[] | undefined {
  // Drive letters are the same in either case.
  if (from[0]?.toLowerCase() !== to[0]?.toLowerCase()) return undefined;
  let common = 1;
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) common++;
  return [...from.slice(common).map(() => '..'), ...to.slice(common)];
}

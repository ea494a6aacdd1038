// The working directory, also where somebody has removed it: Node.js runs programs there as well, but no threads.

import { isAbsolute } from 'node:path';

/** Its path; as the shell told it when it is gone, or else the root. */
export function currentFolder(): string {
  return findFolder() ?? folderOfShell();
}

/** Whether it is gone. */
export function isFolderGone(): boolean {
  return findFolder() === undefined;
}

function findFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

function folderOfShell(): string {
  const told = process.env['PWD'] ?? '';
  return isAbsolute(told) ? told : '/';
}

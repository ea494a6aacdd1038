// Writes a file so that it is either whole or not there.

import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';

/** What is written: a whole, or one piece of text after another. */
export type FileContent = string | Uint8Array | Iterable<string>;

/**
 * Writes the file under a temporary name beside it and renames that: nobody ever sees half of it. What is no regular
 * file, such as `/dev/stdout`, is written to as it is. Rejects as `node:fs` does.
 */
export async function writeWholeFile(path: string, data: FileContent): Promise<void> {
  const existing = await unlessMissing(stat(path));
  if (existing !== undefined && !existing.isFile()) {
    await writeAll(path, data);
    return;
  }
  const target = existing === undefined ? path : await realpath(path);
  const temporary = temporaryBeside(target);
  try {
    await writeAll(temporary, data, existing?.mode);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Piece by piece: what stands in for `node:fs`, as in projects of Yarn, need not know of any other way. */
async function writeAll(path: string, data: FileContent, mode = 0o666): Promise<void> {
  const isWhole = typeof data === 'string' || data instanceof Uint8Array;
  const file = await open(path, 'w', mode);
  try {
    for (const piece of isWhole ? [data] : data) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}

/** Rejects, as `node:fs` does, when `writeWholeFile` would: leaves nothing behind and changes nothing that is there. */
export async function tryWholeFile(path: string): Promise<void> {
  const existing = await unlessMissing(stat(path));
  if (existing !== undefined) await access(path, constants.W_OK);
  if (existing?.isFile() === false) return;
  const temporary = temporaryBeside(existing === undefined ? path : await realpath(path));
  await writeFile(temporary, '');
  await rm(temporary);
}

function temporaryBeside(path: string): string {
  return `${path}.${randomBytes(4).toString('hex')}.tmp`;
}

async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    // In a realm of its own, as Jest makes one for each test file, no error of Node.js' is an `Error`.
    if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT') return undefined;
    throw error;
  }
}

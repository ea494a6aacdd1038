// Reads profile files from disk: sessions of ours, recordings that were cut short, profiles of other tools.

import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { decodeProfileFile } from './formats/profile-file.ts';
import type { ProfileFile } from './formats/profile-file.ts';
import { ProfileError } from './model/errors.ts';
import { isJournal, readJournal, readJournalFile } from './sampler/journal/read-journal.ts';

/** More than that is no profile, but a trap: a small file that unpacks to fill the memory. */
const LARGEST = 2 ** 30;

/**
 * What is in the file at `path`, which messages call `typed`. Rejects with a `ProfileError`: `not-found`, or `bad-file`
 * for one that cannot be read, is damaged or no profile.
 */
export async function readProfile(path: string, typed: string = path): Promise<ProfileFile> {
  try {
    const recording = readJournalFile(path);
    if (recording !== undefined) return { kind: 'recording', recording };
    const content = await readContent(path, typed);
    if (typeof content === 'string' && isJournal(content))
      return { kind: 'recording', recording: readJournal(content.split('\n')) };
    return decodeProfileFile(content, typed);
  } catch (cause) {
    throw cause instanceof ProfileError ? cause : unreadable(cause, typed);
  }
}

/** Text as text, bytes as bytes, compressed ones decompressed. */
async function readContent(path: string, typed: string): Promise<string | Uint8Array> {
  const content = unzip(await readFile(path), typed);
  return isText(content) ? content.toString('utf8') : content;
}

function unreadable(cause: unknown, typed: string): ProfileError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  if (code === 'ENOENT') {
    return new ProfileError('not-found', `There is no file ${typed}.`, { cause });
  }
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ProfileError('bad-file', `${typed} cannot be read: ${why}`, { cause });
}

function unzip(content: Buffer, typed: string): Buffer {
  if (content[0] !== 0x1f || content[1] !== 0x8b) return content;
  try {
    return gunzipSync(content, { maxOutputLength: LARGEST });
  } catch (cause) {
    const sentence = `${typed} is damaged: it cannot be decompressed.`;
    throw new ProfileError('bad-file', sentence, { cause });
  }
}

/** Text has no control characters but line breaks and tabs; a file of bytes has one soon. */
function isText(content: Buffer): boolean {
  return content.subarray(0, 64).every(byte => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

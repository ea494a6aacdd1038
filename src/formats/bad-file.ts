// What a reader is told about a file that cannot be read.

import { ProfileError } from '../model/errors.ts';

/** A `ProfileError` with the code `bad-file`; `sentence` says what is wrong with the file. */
export function badFile(sentence: string, cause?: unknown): ProfileError {
  return new ProfileError('bad-file', sentence, cause === undefined ? {} : { cause });
}

// Failures that a user can act on, told in one line.

import { ProfileError } from '../model/errors.ts';
import type { ProfileErrorCode } from '../model/errors.ts';
import { write } from './host.ts';
import type { Host } from './host.ts';

const FAILED = 1;
/** Exit code of a command that asks for what there is not. */
export const WRONG_USAGE = 2;
const USAGE_ERRORS: readonly ProfileErrorCode[] = ['usage', 'bad-option'];

/** Tells a failure that a user can act on; returns its exit code. Anything else is a bug and travels on. */
export async function tell(error: unknown, host: Host): Promise<number> {
  if (!(error instanceof ProfileError)) throw error;
  await write(host.stderr, `hotpath: ${error.message}\n`);
  // The program did what it was to do, only unrecorded.
  if (error.code === 'never-loaded') return 0;
  return USAGE_ERRORS.includes(error.code) ? WRONG_USAGE : FAILED;
}

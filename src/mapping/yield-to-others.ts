// Lets all others have the processor first, in the thread that calls it: who is recorded, or edits, is not to wait for what
// is done in advance. A processor that has nothing else to do is taken as before.

import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** Only Linux has priorities of threads, and tells a thread its number. */
export function yieldToOthers(): void {
  if (process.platform !== 'linux') return;
  try {
    const number = readlinkSync('/proc/thread-self').split('/').at(-1);
    setPriority(Number(number), constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Without /proc, or the right to: the thread goes on as others do.
  }
}

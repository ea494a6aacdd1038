// Whether the main thread of this process sleeps, as Linux tells it to the threads beside it: without waking it.

import { openSync, readSync } from 'node:fs';

/**
 * The system call that the main thread is in, and the first of what it was given, such as `232 0xd`: an event loop that
 * waits is in `epoll_wait` on its own descriptor. `undefined` while the thread runs, and where nobody tells.
 */
export function mainThreadSleep(): () => string | undefined {
  const file = openOrNot(`/proc/self/task/${process.pid}/syscall`);
  const buffer = Buffer.alloc(64);
  let isTold = file !== undefined;
  return () => {
    if (file === undefined || !isTold) return undefined;
    try {
      const length = readSync(file, buffer, 0, buffer.length, 0);
      return CALL.exec(buffer.toString('latin1', 0, length))?.[0];
    } catch {
      // A kernel that keeps it to itself, or a program that closes what it has not opened: that will not change.
      isTold = false;
      return undefined;
    }
  };
}

/** It is asked a hundred times a second: opening the file each time costs several times as much as reading it. */
function openOrNot(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    // Not Linux.
    return undefined;
  }
}

const CALL = /^\d+ 0x[\da-f]+/;

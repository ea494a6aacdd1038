// Whether the main thread of this process sleeps, as Linux tells it to the threads beside it: without waking it.

import { readFileSync } from 'node:fs';

/**
 * The system call that the main thread is in, and the first of what it was given, such as `232 0xd`: an event loop that
 * waits is in `epoll_wait` on its own descriptor. `undefined` while the thread runs, and where nobody tells.
 */
export function mainThreadSleep(): () => string | undefined {
  let path: string | null = `/proc/self/task/${process.pid}/syscall`;
  return () => {
    if (path === null) return undefined;
    try {
      return CALL.exec(readFileSync(path, 'latin1'))?.[0];
    } catch {
      // Not Linux, or a kernel that keeps it to itself: that will not change.
      path = null;
      return undefined;
    }
  };
}

const CALL = /^\d+ 0x[\da-f]+/;

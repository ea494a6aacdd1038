// How a thread introduces itself, from within its process.

import type { HelloMessage } from './messages.ts';

/** The first message of a lane of this process; the rest is the thread's. */
export function ownHello(
  thread: Pick<HelloMessage, 'threadId' | 'command' | 'clockOriginUs' | 'nowUs'>,
): HelloMessage {
  const { pid, ppid, version, platform } = process;
  return { type: 'hello', pid, parentPid: ppid, nodeVersion: version, platform, ...thread };
}

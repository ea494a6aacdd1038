// The inspector protocol as the recorder sees it: the same over a session inside the target and over a WebSocket.

import type { Post, Reply } from './command.ts';
import type { CommandGate } from './command-gate.ts';

export type { Reply } from './command.ts';

/**
 * One thread's inspector. Commands are carried out in the order in which they are posted; those posted together run
 * back to back. Callbacks, not promises: inside a target, replies arrive where no microtasks are run.
 */
export interface InspectorPort {
  readonly post: Post;
  /** Listens to an event of the protocol, such as `Debugger.scriptParsed`. */
  on(method: string, listener: (params: Record<string, unknown>) => void): void;
  /** In what the thread sleeps, where that can be told without waking it; see `main-thread-sleep.ts`. */
  sleepsIn?(): string | undefined;
  /** Through which commands are posted: it holds them while the thread is to be left alone. */
  readonly gate: CommandGate;
}

/** For commands whose failure shows in what follows, or does not matter. */
export const ignoreReply: Reply = () => undefined;

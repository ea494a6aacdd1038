// The inspector protocol as the recorder sees it: the same over a session inside the target and over a WebSocket.

import type { CommandGate } from './command-gate.ts';

/** Receives the answer to one command. `error` is set when V8 refused it. */
export type Reply = (error: Error | null, result: Record<string, unknown>) => void;

/**
 * One thread's inspector. Commands are carried out in the order in which they are posted; those posted together run
 * back to back. Callbacks, not promises: inside a target, replies arrive where no microtasks are run.
 */
export interface InspectorPort {
  post(method: string, params: Readonly<Record<string, unknown>>, reply: Reply): void;
  /** Listens to an event of the protocol, such as `Debugger.scriptParsed`. */
  on(method: string, listener: (params: Record<string, unknown>) => void): void;
  /** In what the thread sleeps, where that can be told without waking it; see `main-thread-sleep.ts`. */
  sleepsIn?(): string | undefined;
  /** Through which commands are posted: it holds them while the thread is to be left alone. */
  readonly gate: CommandGate;
}

/** For commands whose failure shows in what follows, or does not matter. */
export const ignoreReply: Reply = () => undefined;

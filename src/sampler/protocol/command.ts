// A command of the inspector protocol, and its answer.

/** Receives the answer to one command. `error` is set when V8 refused it. */
export type Reply = (error: Error | null, result: Record<string, unknown>) => void;

/** Has a command carried out. */
export type Post = (
  method: string,
  params: Readonly<Record<string, unknown>>,
  reply: Reply,
) => void;

/** Whether the command runs JavaScript in the thread, which may then be terminated in its place. */
export function runsInThread(method: string): boolean {
  return RUNNING.has(method);
}

const RUNNING: ReadonlySet<string> = new Set(['Runtime.evaluate', 'Runtime.callFunctionOn']);

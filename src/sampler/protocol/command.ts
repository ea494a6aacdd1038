// A command of the inspector protocol, and its answer.

/** Receives the answer to one command. `error` is set when V8 refused it. */
export type Reply = (error: Error | null, result: Record<string, unknown>) => void;

/** Has a command carried out. */
export type Post = (
  method: string,
  params: Readonly<Record<string, unknown>>,
  reply: Reply,
) => void;

// Keeps a thread of ours from disturbing the program beside which it runs. See `silent-worker.ts` for the other side.

/**
 * To be called first in the thread. `onFailure` is called when an error was not caught: the thread must then let go of
 * the program, but stay: Node.js aborts when it takes down a thread with an open session.
 */
export function keepQuiet(onFailure: () => void): void {
  process.emitWarning = () => undefined;
  process.on('uncaughtException', onFailure);
  process.on('unhandledRejection', onFailure);
}

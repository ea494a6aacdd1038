// Passes on to a thread that it is to stop what it runs, where that has met a command of ours instead: that of a
// `worker.terminate()`, or of a time limit of which nobody has told (see `time-limits.ts`).
//
// V8 then terminates the command; what it has interrupted ends at its next call, but a loop that makes no calls would
// never end. As long as it has something to terminate V8 refuses all commands: when it still does after a while it is
// told again.

import type { Post, Reply } from './command.ts';
import { ignoreReply } from './inspector-port.ts';

/**
 * `post`, with its replies looked at. After `delayMs` what makes calls should have ended, and is not ended again; 0 where
 * it does not end, or where nothing but all that the thread runs can have been meant.
 */
export function passTerminations(post: Post, delayMs = END_MS): Post {
  const terminations = new PassedTerminations(post, delayMs);
  return (method, params, reply) => {
    post(method, params, terminations.watch(method, reply));
  };
}

class PassedTerminations {
  private isTerminating = false;

  constructor(
    private readonly post: Post,
    private readonly delayMs: number,
  ) {}

  /** The reply to a command, looked at as well. */
  watch(method: string, reply: Reply): Reply {
    if (!RUNNING.has(method)) return reply;
    return (error, result) => {
      this.look(error);
      reply(error, result);
    };
  }

  private look(error: Error | null): void {
    const wasTerminating = this.isTerminating;
    this.isTerminating = isTermination(error) || (wasTerminating && isRefusal(error));
    if (!this.isTerminating || wasTerminating) return;
    if (this.delayMs === 0) this.terminate();
    this.askLater();
  }

  private askLater(): void {
    setTimeout(() => {
      if (this.isTerminating) this.ask();
    }, END_MS).unref();
  }

  private ask(): void {
    const params = { expression: CALL, silent: true };
    this.post('Runtime.evaluate', params, error => {
      this.isTerminating = isTermination(error) || isRefusal(error);
      if (!this.isTerminating) return;
      this.terminate();
      this.askLater();
    });
  }

  private terminate(): void {
    this.post('Runtime.terminateExecution', {}, ignoreReply);
  }
}

const END_MS = 5;
/** V8 looks at calls, and in loops, whether it is to terminate. */
const CALL = '(() => { for (let i = 0; i < 9; i++); })()\n//# sourceURL=hotpath:probe';
/** Commands that run code in the thread. */
const RUNNING: ReadonlySet<string> = new Set(['Runtime.evaluate', 'Runtime.callFunctionOn']);

function isTermination(error: Error | null): boolean {
  return error?.message.includes('Execution was terminated') === true;
}

/** In some versions of V8 the first command alone is told why. */
function isRefusal(error: Error | null): boolean {
  return error?.message.includes('Internal error') === true;
}

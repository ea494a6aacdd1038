// Passes on to a thread that it is to stop what it runs, where that has met a command of ours instead: that of a
// `worker.terminate()`, or of a time limit of which nobody has told (see `time-limits.ts`).
//
// V8 then terminates the command; what it has interrupted ends at its next call, but a loop that makes no calls would
// never end. As long as it has something to terminate V8 refuses all commands: when it still does after a while it is
// told again.

import { runsInThread } from './command.ts';
import type { Post } from './command.ts';

/**
 * When a thread is told again. `later`: what makes calls has ended by then, and is not ended again. `at once`: of itself
 * nothing ends, or all that the thread runs must have been meant.
 */
export type Again = 'later' | 'at once';

/** `post`, with its replies looked at. */
export function passTerminations(post: Post, again: Again = 'later'): Post {
  const terminations = new PassedTerminations(post, again);
  return (...command) => {
    terminations.post(...command);
  };
}

class PassedTerminations {
  private isTerminating = false;
  /** It has been told, and has not ended anything yet: what runs there of ours would be ended in its place again. */
  private isTold = false;

  constructor(
    private readonly send: Post,
    private readonly again: Again,
  ) {}

  post(...[method, params, reply]: Parameters<Post>): void {
    if (!runsInThread(method)) this.send(method, params, reply);
    else if (this.isTold) setImmediate(reply, new Error('The thread is to end what it runs.'), {});
    else
      this.send(method, params, (error, result) => {
        this.look(error);
        reply(error, result);
      });
  }

  private look(error: Error | null): void {
    const wasTerminating = this.isTerminating;
    this.isTerminating = isTermination(error) || (wasTerminating && isRefusal(error));
    if (!this.isTerminating || wasTerminating) return;
    if (this.again === 'at once') this.terminate();
    else this.askLater();
  }

  private askLater(): void {
    setTimeout(() => {
      if (this.isTerminating && !this.isTold) this.ask();
    }, END_MS).unref();
  }

  private ask(): void {
    this.send('Runtime.evaluate', { expression: CALL, silent: true }, error => {
      this.isTerminating = isTermination(error) || isRefusal(error);
      if (this.isTerminating) this.terminate();
    });
  }

  private terminate(): void {
    this.isTold = true;
    const goOn = (): void => {
      if (!this.isTold) return;
      this.isTold = false;
      clearTimeout(timer);
      this.askLater();
    };
    const timer = setTimeout(goOn, TOLD_MS);
    timer.unref();
    this.send('Runtime.terminateExecution', {}, goOn);
  }
}

const END_MS = 5;
/** What ends in a loop ends at once; a thread may be in native code. */
const TOLD_MS = 200;
/** V8 looks at calls, and in loops, whether it is to terminate. */
const CALL = '(() => { for (let i = 0; i < 9; i++); })()\n//# sourceURL=hotpath:probe';

function isTermination(error: Error | null): boolean {
  return error?.message.includes('Execution was terminated') === true;
}

/** In some versions of V8 the first command alone is told why. */
function isRefusal(error: Error | null): boolean {
  return error?.message.includes('Internal error') === true;
}

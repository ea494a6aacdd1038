// Passes on to a thread that it is to stop what it runs, where that has met a command of ours instead.
//
//   vm.runInContext(text, …, { timeout: 100 })        after 100 ms V8 is told to terminate what runs
//   worker.terminate()                                at once
//
// A command may run just then, on top of that. V8 then terminates the command; what it has interrupted ends at its next
// call, but a loop that makes no calls would never end. As long as it has something to terminate V8 refuses all commands:
// when it still does after a while it is told again.

import { ignoreReply } from './inspector-port.ts';
import type { InspectorPort, Reply } from './inspector-port.ts';

/** Looks at the replies of one thread's inspector. */
export class PassedTerminations {
  private isTerminating = false;

  constructor(private readonly post: InspectorPort['post']) {}

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
    if (this.isTerminating && !wasTerminating) this.askLater();
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
      this.post('Runtime.terminateExecution', {}, ignoreReply);
      this.askLater();
    });
  }
}

/** What makes calls has ended by then. */
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

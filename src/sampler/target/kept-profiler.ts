// V8's profiler, driven from within a thread whose calls are counted for a coverage report.
//
// Any session that has used the profiler switches all counting off when it ends, whoever began it, and what was counted
// is lost. So there it is a session of the thread's own, which Node.js keeps until the thread is over: after the report.

import { createRequire } from 'node:module';
import type * as inspector from 'node:inspector';
import type { KeptAnswer } from '../threads/thread-agent.ts';

/** Programs replace globals: what was there at the start is used to the end. */
const { stringify } = JSON;

/** Carries out commands of the Profiler domain. */
export class KeptProfiler {
  /** Most threads have no use for it. */
  private session: inspector.Session | undefined;

  /** Makes the session, if there is none. */
  open(): inspector.Session {
    this.session ??= open();
    return this.session;
  }

  /** Carries it out at once; gives the {@link KeptAnswer} as JSON. */
  readonly post = (method: string, params: object): string => {
    let answer: KeptAnswer = {};
    this.open().post(method, params, (error: Error | null, result?: object) => {
      answer =
        error === null ? { result: result as Record<string, unknown> } : { error: error.message };
    });
    return stringify(answer);
  };

  /** Whether it has been used. */
  get isOpen(): boolean {
    return this.session !== undefined;
  }
}

function open(): inspector.Session {
  const { Session } = createRequire(process.execPath)('node:inspector') as typeof inspector;
  const session = new Session();
  session.connect();
  return session;
}

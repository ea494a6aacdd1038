// A session of `node:inspector` as the recorder sees it.

import type { Session } from 'node:inspector';
import type { Post } from './command.ts';
import { CommandGate } from './command-gate.ts';
import type { InspectorPort } from './inspector-port.ts';
import { mainThreadSleep } from './main-thread-sleep.ts';
import { passTerminations } from './passed-terminations.ts';
import { TimeLimits } from './time-limits.ts';

/** From Node.js 22 on a termination that has met a command never reaches what runs, whether that makes calls or not. */
const AGAIN = Number(process.versions.node.split('.')[0]) >= 22 ? 'at once' : 'later';

/** Speaks to the main thread of this process, to which the session is connected, with care for its limits. */
export function sessionPort(session: Session, limits = new TimeLimits()): InspectorPort {
  const post: Post = (method, params, reply) => {
    session.post(method, params, (error: Error | null, result?: object) => {
      reply(error, (result ?? {}) as Record<string, unknown>);
    });
  };
  const gate = new CommandGate(passTerminations(post, AGAIN), limits);
  return {
    gate,
    post: gate.post,
    on(method, listener) {
      session.on(method, (event: { params: Record<string, unknown> }) => {
        listener(event.params);
      });
    },
    sleepsIn: mainThreadSleep(),
  };
}

// A session of `node:inspector` as the recorder sees it.

import type { Session } from 'node:inspector';
import type { InspectorPort } from './inspector-port.ts';
import { mainThreadSleep } from './main-thread-sleep.ts';
import { PassedTerminations } from './passed-terminations.ts';

/** Speaks to the main thread of this process, to which the session is connected. */
export function sessionPort(session: Session): InspectorPort {
  const post: InspectorPort['post'] = (method, params, reply) => {
    session.post(method, params, (error: Error | null, result?: object) => {
      reply(error, (result ?? {}) as Record<string, unknown>);
    });
  };
  const terminations = new PassedTerminations(post);
  return {
    post(method, params, reply) {
      post(method, params, terminations.watch(method, reply));
    },
    on(method, listener) {
      session.on(method, (event: { params: Record<string, unknown> }) => {
        listener(event.params);
      });
    },
    sleepsIn: mainThreadSleep(),
  };
}

// A session of `node:inspector` as the recorder sees it.

import type { Session } from 'node:inspector';
import type { InspectorPort } from './inspector-port.ts';

/** Speaks to the thread that the session is connected to. */
export function sessionPort(session: Session): InspectorPort {
  return {
    post(method, params, reply) {
      session.post(method, params, (error: Error | null, result?: object) => {
        reply(error, (result ?? {}) as Record<string, unknown>);
      });
    },
    on(method, listener) {
      session.on(method, (event: { params: Record<string, unknown> }) => {
        listener(event.params);
      });
    },
  };
}

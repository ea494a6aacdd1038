// What runs of ours in the main thread, as the relay beside it sees it: the thread notes its awaits of itself, from the
// first line to the last.

import { TARGET_SYMBOL } from '../environment.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { readAnswer } from '../threads/thread-agent.ts';
import type { ThreadAgent } from '../threads/thread-agent.ts';
import type { AwaitControl } from './waits/await-governor.ts';

/** The agent of the thread behind this inspector; `collect` takes what it has told beside that. */
export function mainThreadAgent(
  port: InspectorPort,
  { flush }: AwaitControl,
  collect: () => void,
): ThreadAgent {
  return {
    prepare: () => undefined,
    start(done) {
      done(true);
    },
    flush,
    collect,
    remove: flush,
    profile(method, params, reply) {
      const target = `process[Symbol.for('${TARGET_SYMBOL}')]`;
      const call = `${target}.profile('${method}', ${JSON.stringify(params)})`;
      const expression = `${call}\n//# sourceURL=hotpath:profile`;
      port.post('Runtime.evaluate', { expression, silent: true }, (_error, { result }) => {
        readAnswer((result as { readonly value?: unknown } | undefined)?.value, reply);
      });
    },
  };
}

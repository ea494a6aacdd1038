// What a process that runs already tells about itself.

import { ProfileError } from '../../model/errors.ts';
import type { RemotePort } from '../protocol/web-socket-port.ts';
import type { HelloMessage } from '../messages.ts';
import { FACTS } from '../threads/expressions.ts';

/** As its main thread sees it. */
export type ProcessFacts = Omit<HelloMessage, 'type' | 'threadId'> & {
  readonly cwd: string;
  /** Path of what it runs; empty where that is no file. */
  readonly script: string;
  readonly heapBytes: number;
  /** Its calls are counted for a coverage report, or may be. */
  readonly isCounted: boolean;
};

/** Rejects with `connection`: it ended meanwhile, or is something else. */
export async function askFacts(port: RemotePort): Promise<ProcessFacts> {
  const answer = new Promise<Record<string, unknown>>((resolve, reject) => {
    port.post('Runtime.evaluate', { expression: FACTS, returnByValue: true }, (error, result) => {
      if (error === null) resolve(result);
      else reject(new ProfileError('connection', NOT_NODE, { cause: error }));
    });
  });
  const ended = port.closed.then(() => {
    throw new ProfileError('connection', 'The program ended before it could be recorded.');
  });
  const { result } = await Promise.race([answer, ended]);
  const value = (result as { value?: ProcessFacts } | undefined)?.value;
  if (typeof value?.pid !== 'number') throw new ProfileError('connection', NOT_NODE);
  return value;
}

const NOT_NODE = 'What answers there is not a Node.js program.';

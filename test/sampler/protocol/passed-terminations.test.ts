// A thread that is to end what it runs, and was asked something just then.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from '../../../src/sampler/protocol/inspector-port.ts';
import { passTerminations } from '../../../src/sampler/protocol/passed-terminations.ts';

const TERMINATED = new Error('Inspector error -32000: Execution was terminated');
const REFUSED = new Error('Inspector error -32603: Internal error');

/** Commands that a thread is given which answers so, after it has given this answer to a question of ours. */
async function commandsAfter(
  first: Error,
  answers: readonly (Error | null)[],
  delayMs?: number,
): Promise<readonly string[]> {
  const commands: string[] = [];
  const left = [first, ...answers];
  const post = (method: string, _params: unknown, reply: Reply): void => {
    commands.push(method);
    if (method === 'Runtime.evaluate') reply(left.shift() ?? null, {});
  };
  passTerminations(post, delayMs)('Runtime.evaluate', {}, () => undefined);
  await wait(60);
  return commands.slice(1);
}

describe('A termination that has met a command of ours', () => {
  it('tells a thread again that goes on, until it has ended that', async () => {
    const commands = await commandsAfter(TERMINATED, [REFUSED, TERMINATED, null]);
    assert.deepEqual(commands, [
      ...['Runtime.evaluate', 'Runtime.terminateExecution'],
      ...['Runtime.evaluate', 'Runtime.terminateExecution'],
      'Runtime.evaluate',
    ]);
  });

  it('ends nothing in a thread that has ended what it ran', async () => {
    assert.deepEqual(await commandsAfter(TERMINATED, [null]), ['Runtime.evaluate']);
  });

  it('tells a thread at once where nothing else can have been meant', async () => {
    const commands = await commandsAfter(TERMINATED, [null], 0);
    assert.deepEqual(commands, ['Runtime.terminateExecution', 'Runtime.evaluate']);
  });

  it('does not take another failure for that', async () => {
    assert.deepEqual(await commandsAfter(REFUSED, [REFUSED]), []);
  });
});

// A thread that is to end what it runs, and was asked something just then.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from '../../../src/sampler/protocol/inspector-port.ts';
import type { Again } from '../../../src/sampler/protocol/passed-terminations.ts';
import { passTerminations } from '../../../src/sampler/protocol/passed-terminations.ts';

const TERMINATED = new Error('Inspector error -32000: Execution was terminated');
const REFUSED = new Error('Inspector error -32603: Internal error');

/** Commands that a thread is given which answers so, after it has given this answer to a question of ours. */
async function commandsAfter(
  first: Error,
  answers: readonly (Error | null)[],
  again?: Again,
): Promise<readonly string[]> {
  const commands: string[] = [];
  const left = [first, ...answers];
  const post = (method: string, _params: unknown, reply: Reply): void => {
    commands.push(method);
    if (method === 'Runtime.evaluate') reply(left.shift() ?? null, {});
    else setImmediate(reply, null, {});
  };
  passTerminations(post, again)('Runtime.evaluate', {}, () => undefined);
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

  it('tells a thread at once where that ends nothing of itself', async () => {
    const commands = await commandsAfter(TERMINATED, [null], 'at once');
    assert.deepEqual(commands, ['Runtime.terminateExecution', 'Runtime.evaluate']);
  });

  it('gives it nothing else to run before it has ended that', async () => {
    const commands: string[] = [];
    const ends: Reply[] = [];
    const post = passTerminations((method, _params, reply) => {
      commands.push(method);
      if (method === 'Runtime.evaluate') reply(commands.length === 1 ? TERMINATED : null, {});
      else if (method === 'Runtime.terminateExecution') ends.push(reply);
    }, 'at once');
    const refused: (Error | null)[] = [];
    const ask = (): void => {
      post('Runtime.evaluate', {}, error => void refused.push(error));
    };
    ask();
    ask();
    post('Profiler.stop', {}, () => undefined);
    await wait(20);
    assert.deepEqual(commands.slice(1), ['Runtime.terminateExecution', 'Profiler.stop']);
    assert.equal(refused.length, 2);
    ends[0]?.(null, {});
    ask();
    assert.equal(commands.at(-1), 'Runtime.evaluate');
  });

  it('does not take another failure for that', async () => {
    assert.deepEqual(await commandsAfter(REFUSED, [REFUSED]), []);
  });
});

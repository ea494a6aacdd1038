// Who lets a worker thread go waits for what that was asked.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from '../../../src/sampler/protocol/command.ts';
import { EndingWorkers } from '../../../src/sampler/protocol/ending-workers.ts';
import { WorkerQuestions } from '../../../src/sampler/protocol/worker-questions.ts';

/** Two questions to a thread; what is returned answers the next, or tells whether that they are answered was told. */
function askTwice(): { answer: () => void; isTold: () => boolean; end: () => void } {
  const replies: Reply[] = [];
  const questions = new WorkerQuestions(new EndingWorkers(), 3);
  const post = questions.guard((_method, _params, reply) => replies.push(reply));
  post('Runtime.evaluate', {}, () => undefined);
  post('Profiler.stop', {}, () => undefined);
  post('Runtime.callFunctionOn', {}, () => undefined);
  replies.splice(1, 1);
  let told = false;
  questions.whenAnswered(() => (told = true));
  return {
    answer: () => replies.shift()?.(null, {}),
    isTold: () => told,
    end: () => {
      questions.end();
    },
  };
}

describe('That a worker thread has nothing of ours to run any more is told', () => {
  it('once all is answered that runs there', () => {
    const { answer, isTold } = askTwice();
    answer();
    assert.ok(!isTold());
    answer();
    assert.ok(isTold());
  });

  it('once it is gone', () => {
    const { end, isTold } = askTwice();
    end();
    assert.ok(isTold());
  });

  it('after some time where it does not answer', async () => {
    const { isTold } = askTwice();
    await wait(20);
    assert.ok(!isTold());
    await wait(500);
    assert.ok(isTold());
  });
});

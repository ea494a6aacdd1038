// Sampling this thread leaves what others do in it alone.

import assert from 'node:assert/strict';
import { Session } from 'node:inspector';
import { it } from 'node:test';
import { startSource } from '../../../src/sampler/in-process/source.ts';

function counted(): void {
  // What is counted is that it is called.
}

it('What a program counts of its own calls is kept when a part of it was profiled', () => {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  for (let time = 0; time < 2; time++) {
    for (let i = 0; i < 1000; i++) counted();
    startSource(1000, 'inspector').stop();
  }
  let count = 0;
  session.post('Profiler.takePreciseCoverage', (_error, answer) => {
    const functions = answer.result.flatMap(script => script.functions);
    count = functions.find(({ functionName }) => functionName === 'counted')?.ranges[0]?.count ?? 0;
  });
  session.disconnect();
  assert.equal(count, 2000);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunState } from '../../src/extension/run-state.ts';

/** A run that goes on until it is told to end. */
function begin(runs: RunState): () => void {
  let end: () => void = () => undefined;
  const ended = new Promise<void>(resolve => (end = resolve));
  void runs.during(async () => {
    runs.set({ name: 'main.js', isAttached: false, program: undefined });
    await ended;
    runs.end();
  });
  return end;
}

/** What has settled by now. */
async function settled(promise: Promise<unknown>): Promise<boolean> {
  let isSettled = false;
  void promise.then(() => (isSettled = true));
  for (let i = 0; i < 10; i++) await Promise.resolve();
  return isSettled;
}

test('whoever starts again waits for a run that is being stopped', async () => {
  const runs = new RunState();
  const end = begin(runs);
  await runs.stop();
  const next = runs.untilStopped();
  assert.equal(await settled(next), false);
  end();
  await next;
  assert.equal(runs.active, undefined);
});

test('whoever starts beside a run that goes on does not wait for its end', async () => {
  const runs = new RunState();
  const end = begin(runs);
  assert.equal(await settled(runs.untilStopped()), true);
  end();
});

test('what comes of a run is told to who did its work', async () => {
  assert.equal(await new RunState().during(() => Promise.resolve('kept')), 'kept');
});

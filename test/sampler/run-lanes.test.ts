// What is asked of the recorded threads of a run.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { LaneConnection } from '../../src/sampler/protocol/lane-server.ts';
import { RunLanes } from '../../src/sampler/run-lanes.ts';

it('A signal does not wait for worker threads to deliver by themselves: their process does it for them', async () => {
  const lanes = new RunLanes();
  const asked: number[] = [];
  for (const threadId of [0, 1]) {
    const connection: LaneConnection = {
      onMessage: () => undefined,
      onClose: () => undefined,
      send: message => {
        asked.push(threadId);
        const { id } = message as { readonly id: number };
        connection.onMessage({ type: 'fetched', id });
      },
    };
    lanes.accept(connection);
    connection.onMessage({
      type: 'hello',
      ...{ pid: 1, parentPid: 0, threadId, nodeVersion: 'v20.0.0', platform: 'linux' },
      ...{ command: 'node a.js', clockOriginUs: 0, nowUs: 0 },
    });
  }
  await lanes.fetch();
  assert.deepEqual(asked, [0]);
});

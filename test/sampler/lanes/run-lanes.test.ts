// What is asked of the recorded threads of a run.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { LaneConnection } from '../../../src/sampler/protocol/lane-server.ts';
import { RunLanes } from '../../../src/sampler/lanes/run-lanes.ts';

/** Connects a thread; `answer` is called with what it is asked. */
function connectThread(
  lanes: RunLanes,
  { pid = 1, threadId = 0 }: { readonly pid?: number; readonly threadId?: number },
  answer: (connection: LaneConnection, id: number) => void,
): LaneConnection {
  const connection: LaneConnection = {
    onMessage: () => undefined,
    onClose: () => undefined,
    send: message => {
      answer(connection, (message as { readonly id: number }).id);
    },
  };
  lanes.accept(connection);
  connection.onMessage({
    type: 'hello',
    ...{ pid, parentPid: 0, threadId, nodeVersion: 'v20.0.0', platform: 'linux' },
    ...{ command: 'node a.js', clockOriginUs: 0, nowUs: 0 },
  });
  return connection;
}

describe('What is fetched', () => {
  it('is not waited for from worker threads: their process does it for them', async () => {
    const lanes = new RunLanes();
    const asked: number[] = [];
    for (const threadId of [0, 1])
      connectThread(lanes, { threadId }, (connection, id) => {
        asked.push(threadId);
        connection.onMessage({ type: 'fetched', id });
      });
    await lanes.fetch();
    assert.deepEqual(asked, [0]);
  });

  it('is not waited for from a process that ends instead', async () => {
    const lanes = new RunLanes();
    connectThread(lanes, {}, connection => {
      connection.onClose();
    });
    const first = await Promise.race([lanes.fetch(), setImmediate('waits')]);
    assert.notEqual(first, 'waits');
  });

  it('at the end of the program is what those have that go on', async () => {
    const lanes = new RunLanes();
    let asked = 0;
    connectThread(lanes, { pid: 1 }, () => undefined).onClose();
    connectThread(lanes, { pid: 2 }, (connection, id) => {
      asked++;
      connection.onMessage({ type: 'fetched', id });
    });
    await lanes.closed();
    assert.equal(asked, 1);
  });

  it('at the end of the program is all that it has sent, however long it takes to read it', async () => {
    const lanes = new RunLanes();
    const connection = connectThread(lanes, { pid: 1 }, () => undefined);
    let isRead = false;
    setTimeout(() => {
      isRead = true;
      connection.onClose();
    }, 1200);
    await lanes.closed();
    assert.ok(isRead);
  });
});

// What recorded threads deliver arrives, whenever they end.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { encodeFrame } from '../../../src/sampler/protocol/framing.ts';
import { openLaneServer } from '../../../src/sampler/protocol/lane-server.ts';

test('A thread that ends just when it is asked for what it has loses nothing that it delivered', async () => {
  const told: unknown[] = [];
  let isClosed = (): void => undefined;
  const closed = new Promise<void>(resolve => (isClosed = resolve));
  const server = await openLaneServer(connection => {
    connection.onMessage = message => {
      told.push(message);
      if (told.length > 1) return;
      thread.write(encodeFrame('the last chunk'));
      thread.destroy();
      connection.send({ type: 'fetch', id: 1 });
    };
    connection.onClose = isClosed;
  });
  const thread = connect(server.pipe, () => thread.write(encodeFrame('the first chunk')));
  await closed;
  await server.close();
  assert.deepEqual(told, ['the first chunk', 'the last chunk']);
});

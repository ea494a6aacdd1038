// What cannot be attached to: other programs, programs that end just then, ports where no inspector answers.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { attach } from '../../src/sampler/attach.ts';

describe('A program that is attached to', { concurrency: 2, timeout: 30_000 }, () => {
  it('goes on when it is no Node.js program', async () => {
    const child = spawn('sleep', ['60']);
    try {
      const attaching = attach({ target: { kind: 'pid', pid: child.pid! } });
      await assert.rejects(attaching, { code: 'connection', message: /is no Node\.js program/ });
      // Its end, if we had brought it about, would be known by then.
      await sleep(200);
      assert.deepEqual([child.exitCode, child.signalCode], [null, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('is said to have ended, if it does while it is asked who it is', async () => {
    // A stand-in: no real program can be made to end at just that moment.
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    server.on('connection', socket => {
      socket.on('message', () => {
        socket.terminate();
      });
    });
    const { port } = server.address() as { port: number };
    const attaching = attach({ target: { kind: 'address', address: `ws://127.0.0.1:${port}` } });
    await assert.rejects(attaching, { code: 'connection', message: /ended before/ });
    server.close();
  });

  it('is not there where the answer breaks off', async () => {
    const server = createServer(socket => {
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const attaching = attach({ target: { kind: 'port', port } });
    await assert.rejects(attaching, { code: 'connection', message: /^No inspector/ });
    server.close();
  });

  it('is not there where something else listens and says nothing', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const address = `ws://127.0.0.1:${port}/`;
    for (const target of [
      { kind: 'port', port },
      { kind: 'address', address },
    ] as const)
      await assert.rejects(attach({ target }), { code: 'connection', message: /^No inspector/ });
    server.close();
  });
});

// The lanes of a process that the relay records, each on a connection of its own: who listens learns by its end that the
// thread is gone.

import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { encodeFrame } from '../protocol/framing.ts';
import type { HelloMessage } from '../messages.ts';
import { ownHello } from '../own-hello.ts';
import type { LaneSink } from '../threads/thread-lane.ts';
import type { RelayData } from './relay-data.ts';

/** Opens lanes. */
export class RelayLanes {
  constructor(private readonly data: RelayData) {}

  /** The main thread's lane, on this connection. */
  openMain(socket: Socket): LaneSink {
    return this.open(socket, 0);
  }

  /** A worker's: one that breaks is its own loss; the main lane's connection says when nobody listens any more. */
  openWorker(threadId: number): LaneSink {
    const socket = connect(this.data.options.pipe);
    socket.on('error', () => undefined);
    return this.open(socket, threadId);
  }

  private open(socket: Socket, threadId: number): LaneSink {
    socket.write(encodeFrame(this.hello(threadId)));
    return {
      send(message) {
        // What comes too late must not cost what is on its way.
        if (!socket.writableEnded) socket.write(encodeFrame(message));
      },
      end: done => socket.end(encodeFrame({ type: 'end' }), done),
    };
  }

  private hello(threadId: number): HelloMessage {
    const { command, clockOriginUs } = this.data;
    const nowUs = Number(process.hrtime.bigint() / 1000n);
    return ownHello({ threadId, command, clockOriginUs, nowUs });
  }
}

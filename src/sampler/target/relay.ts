// The thread beside the program's main thread that records it and sends what it gets to us. See `program-thread.ts`.

import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { AwaitMessage } from '../await-messages.ts';
import { removeDeadSocket } from './dead-socket.ts';
import { READY, raiseFlag, RELEASED } from './handshake.ts';
import { keepQuiet } from './quiet-thread.ts';
import type { RelayData } from './relay-data.ts';
import { RelayRecording } from './relay-recording.ts';

const data = workerData as RelayData;
const { flags, options } = data;

function relay(): void {
  const socket = connect(options.pipe);
  keepQuiet(() => socket.destroy());
  let recording: RelayRecording | undefined;
  // Nobody records any more: the program goes on without us.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    raiseFlag(flags, READY);
    // This thread stays, idle, until the process ends: one that ends while the main thread takes our session down
    // makes Node.js abort.
    if (recording === undefined) leave();
    else if (recording.isFinished) release();
    else recording.abandon(leave);
  });
  socket.on('connect', () => {
    recording = record(socket);
  });
}

function record(socket: Socket): RelayRecording {
  const take = (message: AwaitMessage | 'exit'): void => {
    if (message === 'exit') recording.exit(release);
    else recording.add(message);
  };
  const recording = new RelayRecording(socket, data, {
    onSampled() {
      if (Atomics.load(flags, READY) === 0) raiseFlag(flags, READY);
      else socket.destroy();
    },
    collect() {
      for (const message of messagesOf(parentPort)) take(message);
    },
  });
  parentPort?.on('message', take);
  return recording;
}

/** What has arrived, before its turn comes. */
function* messagesOf(port: MessagePort | null): Generator<AwaitMessage | 'exit'> {
  for (;;) {
    const received: unknown = port === null ? undefined : receiveMessageOnPort(port);
    if (received === undefined) return;
    yield (received as { readonly message: AwaitMessage | 'exit' }).message;
  }
}

/** The program may end. */
function release(): void {
  raiseFlag(flags, RELEASED);
}

function leave(): void {
  release();
  removeDeadSocket(options.pipe);
}

relay();

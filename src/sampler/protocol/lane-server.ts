// The local socket on which recorded threads deliver. A folder that only this user may enter holds it; on Windows it
// is a named pipe. Nothing listens on the network.

import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ProfileError } from '../../model/errors.ts';
import { removeDeadSockets } from './dead-sockets.ts';
import { encodeFrame, FrameReader } from './framing.ts';
import type { LaneMessage } from '../messages.ts';

/** A socket's whole name has room for 104 bytes (macOS; 108 on Linux). */
const MAX_FOLDER_BYTES = 80;

/** A recorded thread at the other end of the socket. */
export interface LaneConnection {
  onMessage: (message: LaneMessage) => void;
  /** The thread, or its process, is gone. */
  onClose: () => void;
  send(message: unknown): void;
}

/** Accepts recorded threads until it is closed. */
export interface LaneServer {
  /** What a target connects to. */
  readonly pipe: string;
  close(): Promise<void>;
}

/** Opens the socket; `accept` is called for each thread and sets the connection's listeners. */
export async function openLaneServer(
  accept: (connection: LaneConnection) => void,
): Promise<LaneServer> {
  const pipe = await newPipePath();
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    accept(connectionOf(socket));
  });
  await listen(server, pipe);
  return {
    pipe,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      if (process.platform === 'win32') return;
      await rm(dirname(pipe), { recursive: true, force: true });
      await removeDeadSockets(pipe);
    },
  };
}

async function newPipePath(): Promise<string> {
  if (process.platform === 'win32')
    return `\\\\.\\pipe\\hotpath-${randomBytes(16).toString('hex')}`;
  for (const folder of socketFolders()) {
    // Longer names are cut off by the system, or refused.
    if (Buffer.byteLength(folder) > MAX_FOLDER_BYTES) continue;
    const own = await mkdtemp(join(folder, 'hotpath-')).catch(() => undefined);
    if (own !== undefined) return join(own, 's');
  }
  const sentence = `Nothing can be made in the temporary folder ${tmpdir()}: set TMPDIR to one that can be written.`;
  throw new ProfileError('connection', sentence);
}

/** Where the socket may lie: the temporary folder, or else where others are. */
function socketFolders(): readonly string[] {
  const runtime = process.env['XDG_RUNTIME_DIR'] ?? '';
  return [tmpdir(), ...(runtime === '' ? [] : [runtime]), '/tmp', '/dev/shm', homedir()];
}

function listen(server: Server, pipe: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(pipe, resolve);
  });
}

function connectionOf(socket: Socket): LaneConnection {
  const reader = new FrameReader();
  const connection: LaneConnection = {
    onMessage: () => undefined,
    onClose: () => undefined,
    send(message) {
      write(socket, encodeFrame(message));
    },
  };
  socket.on('data', bytes => {
    for (const message of reader.push(bytes)) connection.onMessage(message as LaneMessage);
  });
  // An error is followed by 'close', which says all there is to say: the thread is gone.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    connection.onClose();
  });
  return connection;
}

/**
 * Past the stream where there is a way: one that finds nobody to write to reads no more, and what a thread delivered
 * before it ended would be lost.
 */
function write(socket: Socket, frame: Buffer): void {
  const { _handle: handle } = socket as { readonly _handle?: { readonly fd?: number } | null };
  if (handle?.fd === undefined || handle.fd < 0) {
    socket.write(frame);
    return;
  }
  try {
    writeSync(handle.fd, frame);
  } catch {
    // The thread is gone, which 'close' says after all that it delivered; or it does not read, and does not answer.
  }
}

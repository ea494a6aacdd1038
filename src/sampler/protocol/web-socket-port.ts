// The inspector of a process that is running already, over its WebSocket.

import { get } from 'node:http';
import WebSocket from 'ws';
import { ProfileError } from '../../model/errors.ts';
import type { InspectorPort } from './inspector-port.ts';
import { ProtocolClient } from './protocol-client.ts';
import { SendWindow } from './send-window.ts';

/** A connection that can be closed, and closes when the process ends. */
export interface RemotePort extends InspectorPort {
  close(): void;
  readonly closed: Promise<void>;
}

/** Hosts of this machine; an inspector elsewhere is not spoken to. */
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** Whatever listens there has this long to answer. */
const PATIENCE_MS = 2000;

/** Connects to an inspector. Rejects with `connection` when nobody answers, or it is not on this machine. */
export async function connectInspector(address: string): Promise<RemotePort> {
  if (!LOOPBACK.has(new URL(address).hostname))
    throw new ProfileError('connection', `${address} is not on this machine.`);
  const socket = new WebSocket(address, {
    perMessageDeflate: false,
    maxPayload: 1 << 30,
    handshakeTimeout: PATIENCE_MS,
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', cause => {
      reject(new ProfileError('connection', `No inspector answers at ${address}.`, { cause }));
    });
  });
  return portOf(socket);
}

/** The address of the inspector that listens on a port of this machine. Rejects with `connection`. */
export async function findInspector(port: number): Promise<string> {
  const failure = (cause?: unknown): ProfileError =>
    new ProfileError('connection', `No inspector listens on port ${port}.`, { cause });
  const text = await fetchText(port).catch((cause: unknown) => {
    throw failure(cause);
  });
  const [target] = parseTargets(text);
  if (target?.webSocketDebuggerUrl === undefined) throw failure();
  return target.webSocketDebuggerUrl;
}

interface Target {
  readonly webSocketDebuggerUrl?: string;
}

function parseTargets(text: string): readonly Target[] {
  try {
    const targets: unknown = JSON.parse(text);
    return Array.isArray(targets) ? (targets as Target[]) : [];
  } catch {
    // Something else listens there.
    return [];
  }
}

function fetchText(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(
      { host: '127.0.0.1', port, path: '/json/list', timeout: PATIENCE_MS },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => (text += part));
        response.on('end', () => {
          resolve(text);
        });
        response.on('error', reject);
      },
    );
    request.on('timeout', () => request.destroy(new Error('No answer in time.')));
    request.on('error', reject);
  });
}

function portOf(socket: WebSocket): RemotePort {
  const window = new SendWindow(text => {
    socket.send(text);
  });
  const client = new ProtocolClient(text => {
    window.send(text);
  });
  socket.on('message', (data: Buffer) => {
    client.receive(data.toString('utf8'));
  });
  // The connection is closed then, which is what counts.
  socket.on('error', () => undefined);
  return {
    gate: client.gate,
    post(method, params, reply) {
      client.post(method, params, (error, result) => {
        window.noteReply();
        reply(error, result);
      });
    },
    on(method, listener) {
      client.on(method, listener);
    },
    close() {
      socket.close();
    },
    closed: new Promise(resolve => {
      socket.once('close', () => {
        resolve();
      });
    }),
  };
}

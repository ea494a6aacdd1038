// What the extension and the host script in the terminal tell each other: JSON messages, one a line, over a local socket.

import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { ExitStatus } from '../../model/session.ts';
import type { SpawnSpec } from '../../sampler/program.ts';

/** Names the socket to the host; taken out of the environment that programs get. */
export const SOCKET_VARIABLE = 'HOTPATH_TERMINAL_SOCKET';

/** From the host. */
export type HostMessage =
  /** The host is there; with the environment of the terminal, which is what a program should have. */
  | { readonly type: 'ready'; readonly env: Readonly<Record<string, string>> }
  | { readonly type: 'started' }
  /** The process could not be started. */
  | { readonly type: 'failed'; readonly reason: string }
  | ({ readonly type: 'exited' } & ExitStatus);

/** To the host. */
export type HostRequest =
  | { readonly type: 'run'; readonly spec: SpawnSpec }
  | { readonly type: 'kill'; readonly signal: NodeJS.Signals };

/** Sends a message; one that finds the other side gone is of no use to anybody. */
export function sendMessage(socket: Socket, message: HostMessage | HostRequest): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}

/** Calls `listener` for each message that arrives from the host. */
export function readHostMessages(socket: Socket, listener: (message: HostMessage) => void): void {
  readLines(socket, line => {
    listener(JSON.parse(line) as HostMessage);
  });
}

/** Calls `listener` for each request that arrives at the host. */
export function readHostRequests(socket: Socket, listener: (request: HostRequest) => void): void {
  readLines(socket, line => {
    listener(JSON.parse(line) as HostRequest);
  });
}

function readLines(socket: Socket, listener: (line: string) => void): void {
  const lines = createInterface({ input: socket, crlfDelay: Infinity });
  lines.on('line', listener);
  // Passed on from the socket, whose owner listens to it.
  lines.on('error', () => undefined);
}

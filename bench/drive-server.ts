// Load for a server: a few keep-alive connections, each sending the next request when the last one was answered.

import { Agent, get } from 'node:http';

const CONNECTIONS = 8;

/** Sends requests to the port until the server goes away. */
export function driveServer(port: number): void {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const send = (): void => {
    const request = get({ port, agent, host: '127.0.0.1' }, response => {
      response.resume();
      response.on('end', send);
    });
    // The server has had enough: it is the end of this connection.
    request.on('error', () => undefined);
  };
  for (let i = 0; i < CONNECTIONS; i++) send();
}

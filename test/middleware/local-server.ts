// A server on a free port of this machine, and requests to it.

import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TriedServer } from './framework-suite.ts';

/** Listens with this handler of requests. */
export function listen(listener: RequestListener): Promise<TriedServer> {
  return started(createServer(listener));
}

/** Has the server listen. */
export async function started(server: Server): Promise<TriedServer> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    get: (path, init) => fetch(origin + path, init),
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** A server that is starting, for a block at whose end it is closed. */
export async function open(starting: Promise<TriedServer>): Promise<TriedServer & AsyncDisposable> {
  const server = await starting;
  return { ...server, [Symbol.asyncDispose]: () => server.close() };
}

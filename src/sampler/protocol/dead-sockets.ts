// Sockets that nobody removed: their recorder was killed, and the program that it recorded, too.

import { readdir, rm, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';

/** A socket that is younger may be about to listen. */
const MIN_AGE_MS = 10_000;

/** Removes, beside this socket's folder, those at which nobody listens any more. */
export async function removeDeadSockets(pipe: string): Promise<void> {
  const parent = dirname(dirname(pipe));
  const names = await readdir(parent).catch((): string[] => []);
  for (const name of names.filter(entry => /^hotpath-\w{6}$/.test(entry))) {
    const socket = join(parent, name, 's');
    // What belongs to another user stays.
    if (await isDead(socket)) await rm(dirname(socket), { recursive: true }).catch(() => undefined);
  }
}

async function isDead(socket: string): Promise<boolean> {
  const found = await stat(socket).catch(() => undefined);
  if (found?.isSocket() !== true || Date.now() - found.mtimeMs < MIN_AGE_MS) return false;
  return new Promise(resolve => {
    const connection = connect(socket);
    connection.on('connect', () => {
      connection.destroy();
      resolve(false);
    });
    connection.on('error', error => {
      resolve('code' in error && error.code === 'ECONNREFUSED');
    });
  });
}

// The TCP sockets of this machine, as Linux tells of them. Elsewhere there are none.

import { readdir, readFile, readlink } from 'node:fs/promises';

/** States of a socket in /proc/net/tcp. */
export const LISTEN = '0A';
export const ESTABLISHED = '01';

/** A socket. */
export interface Connection {
  /** The local one. */
  readonly port: number;
  readonly state: string;
  readonly inode: string;
}

/** All those of the network that a process sees. */
export async function readConnections(pid: number | 'self'): Promise<readonly Connection[]> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map(name => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => '')),
  );
  return tables
    .flatMap(text => text.split('\n').slice(1))
    .map(row => {
      const [, local = '', , state = '', , , , , , inode = ''] = row.trim().split(/\s+/);
      return { port: Number.parseInt(local.split(':')[1] ?? '', 16), state, inode };
    });
}

/** The ports on which a process listens. */
export async function findListeningPorts(pid: number): Promise<readonly number[]> {
  const sockets = await socketInodes(pid);
  const rows = await readConnections(pid);
  return rows
    .filter(({ state, inode, port }) => state === LISTEN && sockets.has(inode) && port > 0)
    .map(({ port }) => port);
}

async function socketInodes(pid: number): Promise<ReadonlySet<string>> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch((): string[] => []);
  const links = await Promise.all(names.map(name => readlink(`${folder}/${name}`).catch(() => '')));
  return new Set(links.flatMap(link => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

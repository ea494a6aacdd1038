// Programs that are asked for their inspectors by SIGUSR1 all open them on one port. A second one finds it taken, opens
// none, and says so in its own output: so nobody is asked before the port is free.

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProfileError } from '../../model/errors.ts';
import { countNodeFlags } from '../node-flags.ts';
import { LISTEN, readConnections } from './system-sockets.ts';

/** Where Node.js puts its inspector when it is told nothing else. */
export const DEFAULT_PORT = 9229;
/** Whoever has the port may be about to leave it. */
const PATIENCE_MS = 2000;

const PORT_FLAG = /^--(?:inspect|inspect-brk|inspect-wait|inspect-port|debug-port)=(?:.*:)?(\d+)$/;

/**
 * Waits until the process can open its inspector, or has. Until the function that is returned is called, no other
 * recorder asks a process for one at this port. Rejects with `connection` when another program keeps the port.
 */
export async function claimInspectorPort(
  pid: number,
  hasOpened: () => Promise<boolean>,
): Promise<() => void> {
  // Elsewhere the system does not tell who listens.
  if (process.platform !== 'linux') return () => undefined;
  const port = await findWantedPort(pid);
  if (port === 0) return () => undefined;
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const release = await lock(port);
    if (release !== undefined && !(await isTaken(port, pid))) return release;
    release?.();
    if (await hasOpened()) return () => undefined;
    if (Date.now() > deadline) throw taken(port, pid);
    await sleep(50);
  }
}

/** 0 is any that is free. */
async function findWantedPort(pid: number): Promise<number> {
  const [, ...args] = await readList(pid, 'cmdline');
  const variables = await readList(pid, 'environ');
  const [, inherited = ''] =
    variables.find(text => text.startsWith('NODE_OPTIONS='))?.split(/=(.*)/s) ?? [];
  const flags = [...inherited.split(/\s+/), ...args.slice(0, countNodeFlags(args))];
  const ports = flags.flatMap(flag => PORT_FLAG.exec(flag)?.[1] ?? []);
  return Number(ports.at(-1) ?? DEFAULT_PORT);
}

/** What the system has written down of a process, in a row; nothing for another user's. */
async function readList(pid: number, name: 'cmdline' | 'environ'): Promise<readonly string[]> {
  const text = await readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  return text.split('\0');
}

async function isTaken(port: number, pid: number): Promise<boolean> {
  const rows = await readConnections(pid);
  return rows.some(row => row.state === LISTEN && row.port === port);
}

/** A name that only one process can have, until it ends; it is in no folder. `undefined` while another one has it. */
function lock(port: number): Promise<(() => void) | undefined> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      // Without such names the port alone tells.
      resolve(error.code === 'EADDRINUSE' ? undefined : () => undefined);
    });
    server.listen(`\0hotpath-inspector-${port}`, () => {
      resolve(() => server.close());
    });
  });
}

function taken(port: number, pid: number): ProfileError {
  return new ProfileError(
    'connection',
    `Process ${pid} would open its inspector on port ${port}, where another program listens: record one after the other, or start them with --inspect-port=0.`,
  );
}

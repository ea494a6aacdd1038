// Opens the inspector of a running Node.js process by its pid, as `kill -USR1` does, finds its port, and closes it.

import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProfileError } from '../../model/errors.ts';
import { takesInspectorSignal } from '../running-process.ts';
import { withPatience } from './patience.ts';
import { findInspector } from './web-socket-port.ts';
import type { RemotePort } from './web-socket-port.ts';

/** Where the inspector is, and whether it is open because of us. */
export interface OpenInspector {
  readonly address: string;
  readonly openedByUs: boolean;
}

/** Where Node.js puts its inspector when it is told nothing else. */
const DEFAULT_PORT = 9229;
const PATIENCE_MS = 3000;
/** A program that does not answer for this long when we leave is left as it is. */
const LEAVE_PATIENCE_MS = 2000;
/** Node.js may crash when the inspector is closed while a connection to it is open, or has just been. */
const CLOSE_DELAY_MS = 300;

/** Rejects with `not-found` for a process that is not there, `connection` for one that opens no inspector. */
export async function openInspector(pid: number): Promise<OpenInspector> {
  assertRunning(pid);
  if (process.platform === 'win32')
    throw new ProfileError(
      'connection',
      'A process can be found by its pid on Linux and macOS only: start it with --inspect and give the port.',
    );
  const before = await findAmong(await listeningPorts(pid));
  if (before !== undefined) return { address: before, openedByUs: false };
  if (!(await takesInspectorSignal(pid)))
    throw new ProfileError(
      'connection',
      `Process ${pid} is no Node.js program that opens its inspector when it is asked to.`,
    );
  process.kill(pid, 'SIGUSR1');
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const address = await findAmong(await listeningPorts(pid));
    if (address !== undefined) return { address, openedByUs: true };
    await sleep(50);
  }
  throw new ProfileError(
    'connection',
    `Process ${pid} opened no inspector: is it a Node.js program?`,
  );
}

/** Ends our connection; closes the inspector if we opened it and nobody else is connected. */
export async function leaveInspector(
  port: RemotePort,
  { address, openedByUs }: OpenInspector,
): Promise<void> {
  if (openedByUs && !(await hasOtherConnections(address))) {
    const expression = `setTimeout(require('node:inspector').close, ${CLOSE_DELAY_MS}).unref()`;
    const heard = new Promise<void>(resolve => {
      port.post('Runtime.evaluate', { expression, includeCommandLineAPI: true }, () => {
        resolve();
      });
    });
    await withPatience(Promise.race([heard, port.closed]), LEAVE_PATIENCE_MS);
  }
  port.close();
}

/** Whether someone beside us is connected to this inspector; where the system does not tell, nobody is. */
async function hasOtherConnections(address: string): Promise<boolean> {
  const port = Number(new URL(address).port);
  const rows = await readConnections('self');
  return rows.filter(row => row.state === ESTABLISHED && row.port === port).length > 1;
}

function assertRunning(pid: number): void {
  try {
    process.kill(pid, 0);
  } catch (cause) {
    throw new ProfileError('not-found', `There is no process ${pid} that you may record.`, {
      cause,
    });
  }
}

async function findAmong(ports: readonly number[]): Promise<string | undefined> {
  for (const port of ports) {
    try {
      return await findInspector(port);
    } catch (error) {
      if (!(error instanceof ProfileError)) throw error;
    }
  }
  return undefined;
}

/** The ports on which a process listens; where the system does not tell, the one that Node.js takes by itself. */
async function listeningPorts(pid: number): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [DEFAULT_PORT];
  const sockets = await socketInodes(pid);
  const rows = await readConnections(pid);
  return rows
    .filter(({ state, inode, port }) => state === LISTEN && sockets.has(inode) && port > 0)
    .map(({ port }) => port);
}

/** States of a socket in /proc/net/tcp. */
const LISTEN = '0A';
const ESTABLISHED = '01';

interface Connection {
  /** The local one. */
  readonly port: number;
  readonly state: string;
  readonly inode: string;
}

/** The TCP sockets of the machine as this process sees it. */
async function readConnections(pid: number | 'self'): Promise<readonly Connection[]> {
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

async function socketInodes(pid: number): Promise<ReadonlySet<string>> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch((): string[] => []);
  const links = await Promise.all(names.map(name => readlink(`${folder}/${name}`).catch(() => '')));
  return new Set(links.flatMap(link => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

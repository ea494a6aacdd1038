// Opens the inspector of a running Node.js process by its pid, as `kill -USR1` does, and finds its port.

import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProfileError } from '../../model/errors.ts';
import { takesInspectorSignal } from '../running-process.ts';
import { findInspector } from './web-socket-port.ts';

/** Where the inspector is, and whether it is open because of us. */
export interface OpenInspector {
  readonly address: string;
  readonly openedByUs: boolean;
}

/** Where Node.js puts its inspector when it is told nothing else. */
const DEFAULT_PORT = 9229;
const PATIENCE_MS = 3000;

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
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map(name => readTable(`/proc/${pid}/net/${name}`)),
  );
  const rows = tables.flatMap(text =>
    text
      .split('\n')
      .slice(1)
      .map(row => row.trim().split(/\s+/)),
  );
  return rows
    .filter(([, , , state, , , , , , inode = '']) => state === LISTEN && sockets.has(inode))
    .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16))
    .filter(port => port > 0);
}

/** State of a listening socket in /proc/net/tcp. */
const LISTEN = '0A';

async function readTable(path: string): Promise<string> {
  return await readFile(path, 'utf8').catch(() => '');
}

async function socketInodes(pid: number): Promise<ReadonlySet<string>> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch((): string[] => []);
  const links = await Promise.all(names.map(name => readlink(`${folder}/${name}`).catch(() => '')));
  return new Set(links.flatMap(link => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []));
}

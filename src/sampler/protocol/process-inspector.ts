// Opens the inspector of a running Node.js process by its pid, as `kill -USR1` does, finds its port, and closes it.

import { setTimeout as sleep } from 'node:timers/promises';
import { ProfileError } from '../../model/errors.ts';
import { takesInspectorSignal } from '../running-process.ts';
import { closeLater, keepOpen, leaveGuests } from './inspector-guests.ts';
import { claimInspectorPort, DEFAULT_PORT } from './inspector-claim.ts';
import { withPatience } from './patience.ts';
import { ESTABLISHED, findListeningPorts, readConnections } from './system-sockets.ts';
import { findInspector } from './web-socket-port.ts';
import type { RemotePort } from './web-socket-port.ts';

/** Where the inspector is, and whether it is open because of us. */
export interface OpenInspector {
  readonly address: string;
  readonly openedByUs: boolean;
  /** Of the process that we asked to open it. */
  readonly pid?: number;
}

const PATIENCE_MS = 3000;
/** A program that does not answer for this long when we leave is left as it is. */
const LEAVE_PATIENCE_MS = 2000;
/** Node.js may crash when the inspector is closed while a connection to it is open, or has just been. */
const CLOSE_DELAY_MS = 300;
/** A program that is busy closes it when its event loop turns next. */
const CLOSED_PATIENCE_MS = 1000;

/** Rejects with `not-found` for a process that is not there, `connection` for one that opens no inspector. */
export async function openInspector(pid: number): Promise<OpenInspector> {
  assertRunning(pid);
  if (process.platform === 'win32')
    throw new ProfileError(
      'connection',
      'A process can be found by its pid on Linux and macOS only: start it with --inspect and give the port.',
    );
  const findOpen = async (): Promise<string | undefined> => findAmong(await listeningPorts(pid));
  const before = await findOpen();
  if (before !== undefined) return { address: before, openedByUs: false };
  if (!(await takesInspectorSignal(pid)))
    throw new ProfileError(
      'connection',
      `Process ${pid} is no Node.js program that opens its inspector when it is asked to.`,
    );
  const release = await claimInspectorPort(pid, async () => (await findOpen()) !== undefined);
  try {
    // Another recorder may have asked for it in the same moment.
    const meanwhile = await findOpen();
    if (meanwhile !== undefined) return { address: meanwhile, openedByUs: false };
    process.kill(pid, 'SIGUSR1');
    return { address: await waitForInspector(pid), openedByUs: true, pid };
  } finally {
    release();
  }
}

async function waitForInspector(pid: number): Promise<string> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const address = await findAmong(await listeningPorts(pid));
    if (address !== undefined) return address;
    await sleep(50);
  }
  throw new ProfileError(
    'connection',
    `Process ${pid} did not open its inspector: it is no Node.js program, is stopped or in native code, or does something else at SIGUSR1.`,
  );
}

/** Where the system does not tell, the one that Node.js takes by itself. */
async function listeningPorts(pid: number): Promise<readonly number[]> {
  return process.platform === 'linux' ? findListeningPorts(pid) : [DEFAULT_PORT];
}

/** Settles once a process listens for its inspector no more, which we had it open; after a while in any case. */
export async function whenInspectorClosed({ address, pid }: OpenInspector): Promise<void> {
  if (pid === undefined || process.platform !== 'linux') return;
  const port = Number(new URL(address).port);
  // To connect to it, just to see, might crash the program.
  const deadline = Date.now() + CLOSED_PATIENCE_MS;
  while (Date.now() < deadline && (await findListeningPorts(pid)).includes(port)) await sleep(20);
}

/**
 * Ends our connection; closes the inspector if one of us opened it and nobody else is connected. Gives whether it will be
 * closed: see {@link whenInspectorClosed}.
 */
export async function leaveInspector(
  port: RemotePort,
  { address, openedByUs }: OpenInspector,
): Promise<boolean> {
  let isClosing = false;
  const leave = async (): Promise<void> => {
    const isOurs = await leaveGuests(port, openedByUs);
    if (!isOurs) return;
    isClosing = !(await hasOtherConnections(address));
    await (isClosing ? closeLater(port, CLOSE_DELAY_MS) : keepOpen(port));
  };
  await withPatience(Promise.race([leave(), port.closed]), LEAVE_PATIENCE_MS);
  port.close();
  return isClosing;
}

/** Whether someone, a debugger say, is connected to this inspector beside us; where the system does not tell, nobody is. */
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

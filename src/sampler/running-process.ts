// What the system tells of a process by its pid.

import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { readFile, readlink } from 'node:fs/promises';
import { constants } from 'node:os';
import { basename } from 'node:path';
import { promisify } from 'node:util';

/** Name of the binary, without its folder: `node`, on some Linux systems `nodejs`. */
export const NODE_NAME = /^node(?:js)?$/;

/** Whether there is such a process, this user's or another's. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's may not be signalled, but is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Whether SIGUSR1 opens an inspector in the process: it ends a program that does not listen for it. */
export async function takesInspectorSignal(pid: number): Promise<boolean> {
  try {
    if (process.platform !== 'linux') return await isNode(pid);
    return (await catchesSigusr1(pid)) && (await hasNodeBinary(pid));
  } catch {
    return false; // It has just ended, or the system keeps it from us.
  }
}

/** By the mask of the signals that the process has handlers for; SIGUSR1 is its bit 9. */
async function catchesSigusr1(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, mask = '0'] = /^SigCgt:\s*([\da-f]+)$/m.exec(status) ?? [];
  return ((BigInt(`0x${mask}`) >> BigInt(constants.signals.SIGUSR1 - 1)) & 1n) === 1n;
}

/** Others catch it as well, and end, as shells do. Binaries of Node.js are renamed, and built into programs. */
async function hasNodeBinary(pid: number): Promise<boolean> {
  const binary = `/proc/${pid}/exe`;
  const path = await readlink(binary);
  if (NODE_NAME.test(basename(path.replace(/ \(deleted\)$/, '')))) return true;
  let before = '';
  for await (const bytes of createReadStream(binary, { highWaterMark: 1 << 20 })) {
    const text = before + (bytes as Buffer).toString('latin1');
    if (text.includes(NODE_TEXT)) return true;
    before = text.slice(-NODE_TEXT.length);
  }
  return false;
}

/** Stands in every binary of Node.js, and hardly in any other. */
const NODE_TEXT = 'NODE_OPTIONS';

async function isNode(pid: number): Promise<boolean> {
  const { stdout } = await promisify(execFile)('/bin/ps', ['-o', 'ucomm=', '-p', String(pid)]);
  return NODE_NAME.test(stdout.trim());
}

// Removes the socket on which we delivered, and its folder, when nobody listens there any more: whoever did may have been
// killed before it could tidy up.

import { rmSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname } from 'node:path';

const PROBES = 5;
const PAUSE_MS = 200;

/** Looks a few times: what a killed process had open is closed piece by piece, its connection to us before its socket. */
export function removeDeadSocket(path: string, probes = PROBES): void {
  if (process.platform === 'win32') return;
  const probe = connect(path);
  probe.on('connect', () => {
    probe.destroy();
    if (probes > 1) setTimeout(removeDeadSocket, PAUSE_MS, path, probes - 1).unref();
  });
  probe.on('error', (error: NodeJS.ErrnoException) => {
    // Anything else, such as too many open files, says nothing about who listens.
    if (error.code !== 'ECONNREFUSED') return;
    rmSync(dirname(path), { recursive: true, force: true });
  });
}

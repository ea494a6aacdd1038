// Shows a report in the user's browser.

import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Writes a report where it can be looked at for a while; settles with its path. */
export async function writeTemporary(html: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'hotpath-report-')), 'report.html');
  await writeFile(path, html);
  return path;
}

/** Asks the system to open the file. Where there is no browser nothing happens: the caller has the path. */
export function openInBrowser(path: string): void {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  if (command === undefined) return;
  const child = spawn(command, [...args, path], { stdio: 'ignore', detached: true });
  child.on('error', () => {
    process.emitWarning(`No browser could be opened for ${path}.`);
  });
  child.unref();
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['explorer.exe'],
};

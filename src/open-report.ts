// Shows a report in the user's browser.

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { FileContent } from './write-file.ts';

/** Writes a report where it can be looked at for a while; settles with its path. */
export async function writeTemporary(html: FileContent): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'hotpath-report-')), 'report.html');
  await writeFile(path, html);
  return path;
}

/**
 * Asks the system to open the file, in what `BROWSER` names where that is set. Settles with whether there was something
 * to ask; it never rejects: the caller has the path.
 */
export function openInBrowser(path: string, env: Readonly<NodeJS.ProcessEnv>): Promise<boolean> {
  const [command = '', ...args] = openerOf(env, path);
  return new Promise(resolve => {
    const child = spawn(command, args, { stdio: 'ignore', detached: true, env });
    child.once('error', () => {
      resolve(false);
    });
    child.once('spawn', () => {
      child.unref();
      resolve(true);
    });
  });
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, string>>> = {
  darwin: 'open',
  win32: 'explorer.exe',
};

/** An argument list. `BROWSER` is a list of commands, of which the first counts; `%s` in it stands for the file. */
function openerOf(env: Readonly<NodeJS.ProcessEnv>, path: string): readonly string[] {
  const [browser = ''] = (env['BROWSER'] ?? '').split(delimiter);
  if (browser.trim() === '') return [OPENERS[process.platform] ?? 'xdg-open', path];
  if (existsSync(browser)) return [browser, path];
  const words = browser.trim().split(/\s+/);
  const filled = words.map(word => word.replaceAll('%s', () => path));
  return browser.includes('%s') ? filled : [...filled, path];
}

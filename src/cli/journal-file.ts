// Where a recording lies while it is made: what is left there was cut short, and `--load` reads it.

import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { isRunning } from '../sampler/running-process.ts';
import type { Host } from './host.ts';
import { reportsFolder } from './report-archive.ts';

/** How many recordings that were cut short are kept. */
const KEEP = 10;

/** Folder of the recordings that are being made, or were cut short. */
export function journalFolder(host: Pick<Host, 'env' | 'platform'>): string {
  return join(dirname(reportsFolder(host)), 'unfinished');
}

/** Path for a new journal; `undefined` where nothing can be written: then the recording is in memory alone. */
export async function newJournal(host: Host): Promise<string | undefined> {
  const folder = journalFolder(host);
  try {
    await mkdir(folder, { recursive: true });
    const cutShort = (await listJournals(host)).filter(path => !isBeingMade(path));
    for (const old of cutShort.slice(0, -KEEP)) await rm(old, { force: true });
  } catch {
    return undefined; // A read-only disk, or no home.
  }
  const time = new Date().toISOString().replace(/[:.]/g, '-');
  return join(folder, `${time}-${process.pid}.hotpath`);
}

/** Its name ends with the process that makes it. */
function isBeingMade(path: string): boolean {
  const [, pid] = /-(\d+)\.hotpath$/.exec(path) ?? [];
  return pid !== undefined && isRunning(Number(pid));
}

/** Paths of the recordings that are being made, or were cut short; oldest first. */
export async function listJournals(host: Pick<Host, 'env' | 'platform'>): Promise<string[]> {
  const folder = journalFolder(host);
  const names = await readdir(folder).catch((): string[] => []);
  return names.sort().map(name => join(folder, name));
}

/** Fills a cache folder exactly once, however often and by however many processes it is asked for. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isAlive } from './processes.ts';

const MARKER = 'installed.json';

/**
 * Calls `fill` with an empty folder that becomes `folder` when it is complete, unless `folder` already is. What
 * an interrupted process left behind is removed first.
 */
export async function fillOnce(
  folder: string,
  fill: (partial: string) => Promise<void>,
): Promise<void> {
  if (isComplete(folder)) return;
  removeLeftovers(folder);
  const partial = `${folder}.partial-${process.pid}`;
  mkdirSync(partial, { recursive: true });
  try {
    await fill(partial);
    const marker = { installed: new Date().toISOString(), node: process.versions.node };
    writeFileSync(join(partial, MARKER), `${JSON.stringify(marker)}\n`);
    // Another process may have been faster: its folder is as good.
    if (!isComplete(folder)) renameSync(partial, folder);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
}

function isComplete(folder: string): boolean {
  return existsSync(join(folder, MARKER));
}

function removeLeftovers(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const parent = dirname(folder);
  if (!existsSync(parent)) return;
  const prefix = `${basename(folder)}.partial-`;
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix) || isAlive(Number(name.slice(prefix.length)))) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

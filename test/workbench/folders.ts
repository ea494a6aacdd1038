/**
 * Where the workbench harness keeps its things: the repository, the cache of installed workbenches and
 * the screenshots.
 */
import { realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root folder of the repository. */
export const REPOSITORY = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Where screenshots go; git ignores it. */
export const SCREENSHOTS = join(REPOSITORY, 'test/workbench/screenshots');

/** The folder that holds installed workbenches: `HOTPATH_WORKBENCH_CACHE`, or one under `node_modules`. */
export function cacheFolder(): string {
  const chosen = process.env['HOTPATH_WORKBENCH_CACHE'];
  return chosen ? resolve(chosen) : join(REPOSITORY, 'node_modules/.cache/hotpath-workbench');
}

/**
 * The folder for temporary profiles and workspaces, as a real path. Short where possible: VS Code opens Unix
 * sockets in it, whose whole path may have about 100 characters.
 */
export function temporaryRoot(): string {
  return realpathSync(process.platform === 'win32' ? tmpdir() : '/tmp');
}

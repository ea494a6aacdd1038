// Finds the Node.js that runs the program: the user's, never the one that an editor brings along.

import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { ProfileError } from '../../model/errors.ts';

/** A Node.js on this machine. */
export interface NodeBinary {
  readonly path: string;
  readonly major: number;
  readonly minor: number;
}

const OLDEST_MAJOR = 18;

/**
 * The Node.js to use: `wanted`, or `node` on the PATH of `env`, or `fallback`.
 * Throws `no-node` when there is none and `old-node` when it is older than 18.
 */
export async function findNodeBinary(
  wanted: string | undefined,
  env: Readonly<NodeJS.ProcessEnv>,
  fallback?: string,
): Promise<NodeBinary> {
  const path =
    (await locate(wanted ?? 'node', env)) ?? (wanted === undefined ? fallback : undefined);
  if (path === undefined)
    throw new ProfileError(
      'no-node',
      wanted === undefined
        ? 'No Node.js was found on the PATH. Install it, or say where it is with the setting hotpath.node.path or the option --node.'
        : `There is no Node.js at ${wanted}.`,
    );
  const binary = await askVersion(path);
  if (binary.major < OLDEST_MAJOR)
    throw new ProfileError(
      'old-node',
      `Node.js ${binary.major} at ${path} is too old: Hotpath needs Node.js ${OLDEST_MAJOR} or later.`,
    );
  return binary;
}

async function locate(name: string, env: Readonly<NodeJS.ProcessEnv>): Promise<string | undefined> {
  if (isAbsolute(name) || /[\\/]/.test(name)) {
    const path = resolve(name);
    return (await isExecutable(path)) ? path : undefined;
  }
  const suffixes = process.platform === 'win32' ? ['.exe', ''] : [''];
  for (const folder of (env['PATH'] ?? env['Path'] ?? '').split(delimiter)) {
    for (const suffix of suffixes) {
      const path = join(folder, name + suffix);
      if (folder !== '' && (await isExecutable(path))) return path;
    }
  }
  return undefined;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

const versions = new Map<string, NodeBinary>();

async function askVersion(path: string): Promise<NodeBinary> {
  const { mtimeMs } = await stat(path);
  const key = `${path} ${mtimeMs}`;
  const known = versions.get(key);
  if (known !== undefined) return known;
  const binary = { path, ...parseVersion(path, await printVersion(path)) };
  versions.set(key, binary);
  return binary;
}

async function printVersion(path: string): Promise<string> {
  // The user's NODE_OPTIONS are for the program, and may be wrong for this Node.js.
  const env = { ...process.env, NODE_OPTIONS: '' };
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { env, timeout: 10_000 });
    return stdout;
  } catch (cause) {
    throw new ProfileError('no-node', `${path} could not be run as Node.js.`, { cause });
  }
}

function parseVersion(path: string, text: string): { major: number; minor: number } {
  const match = /^v(\d+)\.(\d+)\./.exec(text);
  if (match === null) throw new ProfileError('no-node', `${path} is not a Node.js.`);
  return { major: Number(match[1]), minor: Number(match[2]) };
}

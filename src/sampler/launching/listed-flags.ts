// Which options a Node.js takes, by its own word: other versions have others, and V8 has hundreds.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ProfileError } from '../../model/errors.ts';
import { flagName } from '../node-flags.ts';
import type { NodeFlags } from '../node-flags.ts';

/** Asks it: about a tenth of a second. Rejects with `no-node` when it does not answer. */
export async function listFlags(nodePath: string): Promise<NodeFlags> {
  const [help, v8] = await Promise.all([
    print(nodePath, '--help'),
    print(nodePath, '--v8-options'),
  ]);
  return parseFlags(help, v8);
}

async function print(nodePath: string, what: string): Promise<string> {
  const env = { ...process.env, NODE_OPTIONS: '' };
  try {
    const { stdout } = await promisify(execFile)(nodePath, [what], { env, timeout: 10_000 });
    return stdout;
  } catch (cause) {
    throw new ProfileError('no-node', `${nodePath} does not say which options it takes.`, {
      cause,
    });
  }
}

/** Understands what `node --help` and `node --v8-options` print. */
export function parseFlags(help: string, v8: string): NodeFlags {
  const ofV8 = new Set(Array.from(v8.matchAll(/^ +(--[\w-]+) \(/gm), ([, name = '']) => name));
  const withValue = new Map<string, boolean>();
  for (const [, names = '', value] of help.matchAll(HELP_ROW)) {
    for (const name of names.split(', ')) withValue.set(name, value !== undefined);
  }
  return {
    count(argument) {
      const flag = flagName(argument);
      if (isOfV8(argument, ofV8)) return 1;
      if (withValue.get(flag) === true) return argument.includes('=') ? 1 : 2;
      return withValue.has(flag) || withValue.has(flag.replace(/^--no-/, '--')) ? 1 : 0;
    },
    names: [...withValue.keys(), ...ofV8],
  };
}

/** `  -C, --conditions=...   additional user conditions` */
const HELP_ROW = /^ {2}((?:--?\w[\w-]*, )*--?\w[\w-]*)(=(?:\.\.\.|\[))?/gm;

/** V8 takes one dash or two and `--nojit` for `--no-jit`; to Node.js a value is part of the argument. */
function isOfV8(argument: string, names: ReadonlySet<string>): boolean {
  const flag = flagName(argument.replace(/^-(?=\w{2})/, '--'));
  return names.has(flag) || names.has(flag.replace(/^--no-?/, '--'));
}

// From what is to be profiled to the argument list of a plain `node` run.

import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { ProfileError } from '../../model/errors.ts';
import type { NodeBinary } from './node-binary.ts';
import { findCommandScript, findPackageScript } from './package-script.ts';
import type { Entry, LaunchOptions } from '../program.ts';
import { bringsLoader, loaderFlags } from './type-script.ts';
import { currentFolder } from '../current-folder.ts';

/** What follows `node`, and how a user would have typed it. */
export interface CommandLine {
  readonly args: readonly string[];
  readonly description: string;
  /** Path of the script, links resolved; `undefined` for code that has no file. */
  readonly script?: string;
}

/** Throws `not-found` when there is nothing to run, `no-loader` for TypeScript that nothing here runs. */
export function buildCommandLine(options: LaunchOptions, node: NodeBinary): CommandLine {
  const { entry, args = [], nodeArgs = [] } = options;
  if (entry.kind === 'stdin') return describe([...nodeArgs, '-', ...args]);
  if (entry.kind === 'eval') return evalLine(entry.code, nodeArgs, args);
  const cwd = options.cwd ?? currentFolder();
  const env = options.env ?? process.env;
  if (entry.kind === 'node') return flagsLine({ nodeArgs, args, cwd, env }, node);
  const isLoaded = bringsLoader(nodeArgs, env);
  const path = findScript(entry, { cwd, env, isLoaded });
  const real = realPath(path);
  const flags = [...nodeArgs, ...(isLoaded ? [] : loaderFlags(real, node))];
  const typed = entry.kind === 'file' ? entry.path : entry.name;
  const { description } = describe([...nodeArgs, typed, ...args]);
  const script = entry.kind === 'file' ? asArgument(typed) : path;
  return { args: [...flags, script, ...args], description, script: real };
}

/** All that follows the code is for the program, as if it stood after a first argument that is no option. */
function evalLine(code: string, nodeArgs: readonly string[], args: readonly string[]): CommandLine {
  const own = args[0] === '--' ? args : ['--', ...args];
  const { description } = describe([...nodeArgs, '-e', code, ...args]);
  return { args: [...nodeArgs, '-e', code, ...own], description };
}

/** Test files may need a loader, as a script does. */
function flagsLine(
  { nodeArgs, args, cwd, env }: Required<Pick<LaunchOptions, 'nodeArgs' | 'args' | 'cwd' | 'env'>>,
  node: NodeBinary,
): CommandLine {
  const isPlain = !nodeArgs.includes('--test') || bringsLoader(nodeArgs, env);
  const loader = (isPlain ? [] : args)
    .map(arg => resolve(cwd, arg))
    .filter(path => existsSync(path))
    .map(path => loaderFlags(path, node))
    .find(flags => flags.length > 0);
  const rest = afterFlags(args);
  const { description } = describe([...nodeArgs, ...rest]);
  return { args: [...nodeArgs, ...(loader ?? []), ...rest], description };
}

/** What begins with a dash is no option of Node.js. */
function afterFlags(args: readonly string[]): readonly string[] {
  return args[0]?.startsWith('-') === true && args[0] !== '--' ? ['--', ...args] : args;
}

function describe(args: readonly string[]): CommandLine {
  return { args, description: ['node', ...args].join(' ') };
}

/** A file whose name begins with a dash is no option. */
function asArgument(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}

function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

interface Surroundings {
  readonly cwd: string;
  readonly env: Readonly<NodeJS.ProcessEnv>;
  /** Something is loaded before the program that may find files where Node.js does not. */
  readonly isLoaded: boolean;
}

function findScript(
  entry: Exclude<Entry, { kind: 'eval' | 'stdin' | 'node' }>,
  { cwd, env, isLoaded }: Surroundings,
): string {
  if (entry.kind === 'package') return findPackageScript(entry.name, cwd, env);
  if (entry.kind === 'command') return findCommandScript(entry.name, env);
  const path = resolve(cwd, entry.path);
  try {
    // As Node.js does it: a folder stands for its main file, and an ending may be left out.
    return createRequire(join(cwd, 'main.js')).resolve(path);
  } catch (cause) {
    if (isLoaded) return path;
    throw new ProfileError(
      'not-found',
      `There is no program at ${entry.path === '.' ? cwd : entry.path}.`,
      { cause },
    );
  }
}

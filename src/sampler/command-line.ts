// From what is to be profiled to the argument list of a plain `node` run.

import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { ProfileError } from '../model/errors.ts';
import type { NodeBinary } from './node-binary.ts';
import type { Entry, LaunchOptions } from './program.ts';
import { loaderFlags } from './type-script.ts';

/** What follows `node`, and how a user would have typed it. */
export interface CommandLine {
  readonly args: readonly string[];
  readonly description: string;
  /** Path of the script, links resolved; `undefined` for code that has no file. */
  readonly script?: string;
}

/** Throws `not-found` when there is nothing to run, `no-loader` for TypeScript that nothing here runs. */
export function buildCommandLine(options: LaunchOptions, node: NodeBinary): CommandLine {
  const cwd = options.cwd ?? process.cwd();
  const flags = options.nodeArgs ?? [];
  const args = options.args ?? [];
  const { entry } = options;
  if (entry.kind === 'eval')
    return describe([...flags, '--eval', entry.code, '--', ...args], `node --eval ${entry.code}`);
  const typed = entry.kind === 'file' ? entry.path : entry.name;
  const path = findScript(entry, cwd, options.env ?? process.env);
  const script = entry.kind === 'file' ? entry.path : path;
  const line = [...flags, ...loaderFlags(path, node), script, ...args];
  const description = ['node', ...flags, typed, ...args].join(' ');
  return { ...describe(line, description), script: realPath(path) };
}

function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : path;
}

function describe(args: readonly string[], description: string): CommandLine {
  return { args, description };
}

function findScript(
  entry: Exclude<Entry, { kind: 'eval' }>,
  cwd: string,
  env: Readonly<NodeJS.ProcessEnv>,
): string {
  if (entry.kind === 'package') return findPackageScript(entry.name, cwd, env);
  const path = resolve(cwd, entry.path);
  const found = ['', '.js', '.cjs', '.mjs'].some(suffix => existsSync(path + suffix));
  if (!found) throw new ProfileError('not-found', `There is no program at ${entry.path}.`);
  return path;
}

/** A package's command: in the `node_modules/.bin` folders upward, then on the PATH. */
function findPackageScript(name: string, cwd: string, env: Readonly<NodeJS.ProcessEnv>): string {
  const folders = [...binFolders(cwd), ...(env['PATH'] ?? env['Path'] ?? '').split(delimiter)];
  for (const folder of folders) {
    const path = folder === '' ? undefined : scriptBehind(join(folder, name));
    if (path !== undefined) return path;
  }
  throw new ProfileError(
    'not-found',
    `There is no command ${name} in node_modules/.bin or on the PATH.`,
  );
}

function binFolders(cwd: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules', '.bin'));
    if (dirname(folder) === folder) return folders;
  }
}

/** The JavaScript behind a command: a link to it, or a shell or `.cmd` wrapper that names it. */
function scriptBehind(command: string): string | undefined {
  if (process.platform === 'win32' && existsSync(`${command}.cmd`))
    return scriptInWrapper(`${command}.cmd`);
  if (!existsSync(command) || !statSync(command).isFile()) return undefined;
  const path = realpathSync(command);
  if (/\.[cm]?[jt]s$/.test(path)) return path;
  const firstLine = readFileSync(path, 'latin1').slice(0, 200).split('\n', 1)[0] ?? '';
  if (/^#!.*\bnode\b/.test(firstLine)) return path;
  return firstLine.startsWith('#!') ? scriptInWrapper(path) : undefined;
}

function scriptInWrapper(wrapper: string): string | undefined {
  const text = readFileSync(wrapper, 'utf8');
  const match = /(?:\$basedir|%~?dp0%?)[\\/]([^"\s]+\.[cm]?js)/i.exec(text);
  const path = match?.[1] === undefined ? undefined : resolve(dirname(wrapper), match[1]);
  return path !== undefined && existsSync(path) ? path : undefined;
}

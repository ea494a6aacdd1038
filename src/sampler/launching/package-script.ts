// The script behind the name of a command: `vitest` is `node_modules/.bin/vitest`, as a shell would run it, unless that
// is a wrapper, which names the script.

import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { ProfileError } from '../../model/errors.ts';

type Environment = Readonly<NodeJS.ProcessEnv>;

/**
 * The script of a package's command: in the `node_modules/.bin` folders upward from `cwd`, among the packages that
 * Yarn's Plug'n'Play knows, on the PATH, or else of the package that has this name. A command may be named by its
 * whole path as well.
 * Throws a `ProfileError` (`not-found`).
 */
export function findPackageScript(name: string, cwd: string, env: Environment): string {
  if (isAbsolute(name)) return findAt(name);
  const script =
    findIn(binFolders(cwd), name) ??
    findPluggedScript(name, cwd) ??
    findIn(pathFolders(env), name) ??
    findMain(name, cwd);
  if (script !== undefined) return script;
  throw notFound(`There is no command ${name} in node_modules/.bin or on the PATH.`);
}

/** The script of a command on the PATH, or of a path. Throws a `ProfileError` (`not-found`). */
export function findCommandScript(name: string, env: Environment): string {
  if (isAbsolute(name)) return findAt(name);
  const script = findIn(pathFolders(env), name);
  if (script !== undefined) return script;
  throw notFound(`There is no command ${name} on the PATH.`);
}

function findAt(path: string): string {
  const script = findIn([dirname(path)], basename(path));
  if (script !== undefined) return script;
  throw notFound(`There is no command at ${path}.`);
}

function findIn(folders: readonly string[], name: string): string | undefined {
  for (const folder of folders) {
    const command = findCommand(join(folder, name));
    if (command === undefined) continue;
    const script = scriptBehind(command);
    if (script !== undefined) return script;
    throw notFound(`${command} is no program of Node.js.`);
  }
  return undefined;
}

function binFolders(cwd: string): readonly string[] {
  const folders: string[] = [];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    folders.push(join(folder, 'node_modules', '.bin'));
    if (dirname(folder) === folder) return folders;
  }
}

function pathFolders(env: Environment): readonly string[] {
  const path = env['PATH'] ?? env['Path'] ?? '';
  return path.split(delimiter).filter(folder => folder !== '');
}

function findCommand(path: string): string | undefined {
  const candidates = process.platform === 'win32' ? [`${path}.cmd`, path] : [path];
  return candidates.find(
    candidate => statSync(candidate, { throwIfNoEntry: false })?.isFile() === true,
  );
}

/** What Node.js is to run for a command: the command itself where it is a link to JavaScript, or what a wrapper names. */
function scriptBehind(command: string): string | undefined {
  if (command.endsWith('.cmd')) return scriptInWrapper(command);
  const path = realpathSync(command);
  if (/\.[cm]?[jt]s$/.test(path)) return command;
  const firstLine = readFileSync(path, 'latin1').slice(0, 200).split('\n', 1)[0] ?? '';
  if (/^#!.*\b(?:node|tsx|ts-node)\b/.test(firstLine)) return command;
  return firstLine.startsWith('#!') ? scriptInWrapper(path) : undefined;
}

/** npm, pnpm and Yarn write `"$basedir/../vitest/vitest.mjs" "$@"`, and on Windows `"%dp0%\..\…" %*`. */
function scriptInWrapper(wrapper: string): string | undefined {
  const text = readFileSync(wrapper, 'utf8');
  const match = /"(?:\$basedir|%~?dp0%?)[\\/]+([^"]+)"\s+(?:"\$@"|%\*)/i.exec(text);
  const path = match?.[1] === undefined ? undefined : resolve(dirname(wrapper), match[1]);
  return path !== undefined && existsSync(path) ? path : undefined;
}

/** What Plug'n'Play gives to programs, as far as it is needed here. */
interface PluggedPackages {
  readonly topLevel: object;
  getPackageInformation(
    locator: object,
  ): { readonly packageDependencies: ReadonlyMap<string, unknown> } | null;
  resolveToUnqualified(request: string, issuer: string): string | null;
}

/** Under Plug'n'Play there are no `.bin` folders: the packages themselves say what commands they have. */
function findPluggedScript(name: string, cwd: string): string | undefined {
  const packages = findPluggedPackages(cwd);
  if (packages === undefined) return undefined;
  const project = packages.getPackageInformation(packages.topLevel);
  for (const dependency of project?.packageDependencies.keys() ?? []) {
    const folder = packages.resolveToUnqualified(dependency, join(cwd, 'main.js'));
    const script = folder === null ? undefined : commandsOf(folder).get(name);
    if (script !== undefined) return script;
  }
  return undefined;
}

/** Only projects get to see them, and only in a process that was started for Plug'n'Play. */
function findPluggedPackages(cwd: string): PluggedPackages | undefined {
  if (process.versions['pnp'] === undefined) return undefined;
  try {
    return createRequire(join(cwd, 'main.js'))('pnpapi') as PluggedPackages;
  } catch {
    return undefined; // A folder outside of the project.
  }
}

/** The package of this name: its only command, or else its main file. */
function findMain(name: string, cwd: string): string | undefined {
  const require = createRequire(join(cwd, 'main.js'));
  for (const modules of require.resolve.paths(name) ?? []) {
    const commands = [...commandsOf(join(modules, name)).values()];
    if (commands.length === 1) return commands[0];
  }
  try {
    return require.resolve(name);
  } catch {
    return undefined; // No such package, or one without a main file.
  }
}

/** Paths of a package's commands, by their names. */
function commandsOf(folder: string): ReadonlyMap<string, string> {
  const file = join(folder, 'package.json');
  if (!existsSync(file)) return new Map();
  const { name = '', bin } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly name?: string;
    readonly bin?: string | Readonly<Record<string, string>>;
  };
  const commands = typeof bin === 'string' ? { [name.replace(/^@[^/]*\//, '')]: bin } : (bin ?? {});
  return new Map(Object.entries(commands).map(([key, path]) => [key, join(folder, path)]));
}

function notFound(sentence: string): ProfileError {
  return new ProfileError('not-found', sentence);
}

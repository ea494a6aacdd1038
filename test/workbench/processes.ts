/** Starts other programs: once with their output kept for the error message, npm, and whole process groups. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants, accessSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const OUTPUT_TAIL = 4_000;

/** How to run a program: the folder it runs in and its environment (else this process's own). */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs a program to its end. A failure throws an error that holds the end of its output. */
export async function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<void> {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer) => (output = (output + chunk.toString()).slice(-OUTPUT_TAIL));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0)
    throw new Error(
      `"${command} ${args.join(' ')}" failed (exit code ${String(code)}):\n${output}`,
    );
}

/** Runs npm with the given arguments in a folder, free of the settings of an npm that runs this process. */
export async function runNpm(args: readonly string[], cwd: string): Promise<void> {
  const env = plainEnvironment();
  const cli = process.env['npm_execpath'];
  if (cli?.endsWith('npm-cli.js')) await run(process.execPath, [cli, ...args], { cwd, env });
  else if (process.platform === 'win32') await run('cmd.exe', ['/c', 'npm', ...args], { cwd, env });
  else await run('npm', args, { cwd, env });
}

/**
 * This process's environment as a user's shell has it: without what npm, the test runner and VS Code's own
 * terminals add, and without `node_modules/.bin` on the PATH.
 */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const added =
    /^(npm_(lifecycle|package|command|execpath|config_local_prefix|node_execpath)|INIT_CWD$|NODE_TEST_CONTEXT$|NODE_OPTIONS$|VSCODE_|ELECTRON_)/;
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env))
    if (!added.test(name)) env[name] = name.toUpperCase() === 'PATH' ? plainPath(value) : value;
  return env;
}

function plainPath(path = ''): string {
  const addedByNpm = /[\\/]node_modules[\\/]\.bin$|[\\/]node-gyp-bin$/;
  return path
    .split(delimiter)
    .filter(folder => !addedByNpm.test(folder))
    .join(delimiter);
}

/** The full path of the first of `names` found on the PATH. */
export function findOnPath(names: readonly string[]): string | undefined {
  const folders = plainPath(process.env['PATH']).split(delimiter).filter(Boolean);
  const candidates = names.flatMap(name => folders.map(folder => join(folder, name)));
  return candidates.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false;
    throw error;
  }
}

/** Whether a process with this id exists. */
export function isAlive(pid: number): boolean {
  return signal(pid, 0);
}

/** Ends a process that was started `detached`, with all its children: asks first, insists after three seconds. */
export async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasEnded(child)) return;
  const ended = new Promise<void>(resolve =>
    child.once('exit', () => {
      resolve();
    }),
  );
  signalGroup(child.pid, 'SIGTERM');
  const insist = setTimeout(() => {
    killGroup(child);
  }, 3_000);
  await ended;
  clearTimeout(insist);
  killGroup(child);
}

/** Kills a process that was started `detached`, and what is left of its children, at once. */
export function killGroup(child: ChildProcess): void {
  if (child.pid !== undefined) signalGroup(child.pid, 'SIGKILL');
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  if (process.platform === 'win32') spawn('taskkill', ['/T', '/F', '/PID', String(pid)]);
  else signal(-pid, name);
}

function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}

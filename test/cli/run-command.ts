// Runs the command: as a process of its own, as users do, or in this process with a world made up for it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { runCommand } from '../../src/cli/command.ts';
import type { Host, Outcome } from '../../src/cli/host.ts';

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');
/** The command as it is installed. */
export const BUILT = join(import.meta.dirname, '../../dist/cli.mjs');
const TSX = import.meta.resolve('tsx');
const LIMIT_MS = 30_000;
/** Variables that are about this test run and not about the command. */
const OWN = new Set(['NO_COLOR', 'FORCE_COLOR', 'NODE_OPTIONS', 'NODE_TEST_CONTEXT']);

/** What a process printed, and how it ended. */
export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** How to start a process. */
export interface StartOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** In a process group of its own. */
  readonly detached?: boolean;
  /** Called with everything printed on stdout so far. */
  readonly onOutput?: (stdout: string, child: ChildProcess) => void;
}

/** `hotpath …` as a process; its reports are kept in `cwd`. */
export function hotpath(args: readonly string[], options: StartOptions): Promise<Finished> {
  return start(['--import', TSX, MAIN, ...args], options);
}

/** `hotpath …` as it is installed: the built command. */
export function builtHotpath(args: readonly string[], options: StartOptions): Promise<Finished> {
  return start([BUILT, ...args], options);
}

/** `node …` as a process. */
export function plainNode(args: readonly string[], options: StartOptions): Promise<Finished> {
  return start(args, options);
}

const HEADER = '\n   )\n  ) \\     H O T P A T H';

/** What the program printed, and the report after it. */
export function split(stdout: string): { own: string; report: string } {
  const start = stdout.indexOf(HEADER);
  assert.ok(start >= 0, `no report in: ${stdout}`);
  return { own: stdout.slice(0, start), report: stdout.slice(start) };
}

/** A folder with these files, deleted after the test. */
export function folderWith(context: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'hotpath-cli-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  context.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** What a command in this process did. */
export interface Performed {
  readonly stdout: string;
  readonly stderr: string;
  readonly outcome: Outcome;
}

/** Runs the command in this process; it cannot launch programs unless `world` says how. */
export async function perform(
  argv: readonly string[],
  world: Partial<Host> = {},
): Promise<Performed> {
  const output = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr'): Host['stdout'] => ({
    write(data, done): boolean {
      output[name] += String(data);
      done?.();
      return true;
    },
  });
  const outcome = await runCommand({
    argv,
    env: { XDG_DATA_HOME: join(world.cwd ?? tmpdir(), 'data') },
    cwd: tmpdir(),
    platform: 'linux',
    stdin: {},
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    launch: () => Promise.reject(new Error('Nothing is launched in this test.')),
    attach: () => Promise.reject(new Error('Nothing is attached to in this test.')),
    onSignal: () => () => undefined,
    ...world,
  });
  return { ...output, outcome };
}

function start(args: readonly string[], options: StartOptions): Promise<Finished> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OWN.has(name)));
  const child = spawn(process.execPath, args, {
    argv0: 'node',
    cwd: options.cwd,
    detached: options.detached ?? false,
    env: { ...env, XDG_DATA_HOME: join(options.cwd, 'data'), LC_ALL: 'C.UTF-8', ...options.env },
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  child.stdin.end(options.stdin ?? '');
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    options.onOutput?.(stdout, child);
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ stdout, stderr, code, signal });
    });
  });
}

// Runs small programs under the sampler, and plainly, and says what a test wants to know of them.

import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { displayName } from '../../src/model/frame.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { FileTimes, LineTime } from '../../src/model/line-times.ts';
import type { ExitStatus, Recording, SessionData } from '../../src/model/session.ts';
import { launch } from '../../src/sampler/launch.ts';
import { findPreload } from '../../src/sampler/preload-path.ts';
import type { LaunchOptions, RunningProgram, SpawnSpec } from '../../src/sampler/program.ts';
import { mapRecording } from '../../src/sourcemap/map-recording.ts';
import { NODE } from '../helpers/node-under-test.ts';

/** What a program printed, and how it ended. */
export interface Outcome {
  readonly exit: ExitStatus;
  readonly stdout: string;
  readonly stderr: string;
}

/** How to run a program. */
export interface RunOptions extends Partial<Omit<LaunchOptions, 'spawner' | 'entry'>> {
  /** Written to its stdin, which is then closed. */
  readonly stdin?: string;
  /** Called once it runs under the sampler. */
  readonly during?: (program: RunningProgram, pid: number) => Promise<void> | void;
  /** Another one in place of our preload. */
  readonly preload?: string;
  /** Called with all that the program has printed so far, whenever it prints. */
  readonly onOutput?: (stdout: string, pid: number) => void;
}

/** A program's outcome under the sampler. */
export interface Recorded extends Outcome {
  readonly path: string;
  readonly recording: Recording;
  /** In original positions. */
  readonly session: SessionData;
}

/** A folder of its own for the programs of a test file; removed at the end of the process. */
export function programFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sampled programs ü%20-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

const folder = programFolder();
let lastProgram = 0;

/** Writes a program to a file of its own; `extension` decides how Node.js reads it. Lines count from 1 after `\n`. */
export function writeProgram(code: string, extension = '.js'): string {
  const path = join(folder, `program-${++lastProgram}${extension}`);
  writeFileSync(path, code.replace(/^\n/, ''));
  return path;
}

/** Runs a file under the sampler to its end. */
export async function record(path: string, options: RunOptions = {}): Promise<Recorded> {
  let outcome: Promise<Outcome> | undefined;
  let pid = 0;
  const program = await launch({
    nodePath: NODE,
    ...launchOptions(options),
    entry: { kind: 'file', path },
    spawner: spec => {
      const child = start(withPreload(spec, options.preload), options);
      pid = child.pid;
      outcome = child.outcome;
      return { exited: child.outcome.then(({ exit }) => exit), kill: child.kill };
    },
  });
  await options.during?.(program, pid);
  const recording = await program.finished;
  const session = mapRecording(recording, { readText, cwd: options.cwd ?? process.cwd() });
  return { ...(await outcome!), path, recording, session };
}

function withPreload(spec: SpawnSpec, preload: string | undefined): SpawnSpec {
  if (preload === undefined) return spec;
  const options = spec.env['NODE_OPTIONS'] ?? '';
  // It stands in quotes where its path has spaces.
  const bare = options.replace(`"${findPreload()}"`, () => findPreload());
  const replaced = bare.replace(findPreload(), () => `"${preload}"`);
  return { ...spec, env: { ...spec.env, NODE_OPTIONS: replaced } };
}

function launchOptions(options: RunOptions): Partial<LaunchOptions> {
  const { args, cwd, env, nodePath, nodeArgs, intervalUs } = options;
  const all = { args, cwd, env, nodePath, nodeArgs, intervalUs };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** Runs a file as plain `node` does. */
export function runPlainly(path: string, options: RunOptions = {}): Promise<Outcome> {
  const { nodeArgs = [], args = [], env = process.env } = options;
  const spec = {
    command: options.nodePath ?? NODE,
    args: [...nodeArgs, path, ...args],
    cwd: options.cwd ?? process.cwd(),
    env: env as Record<string, string>,
  };
  return start(spec, options).outcome;
}

function start(
  spec: SpawnSpec,
  { stdin, onOutput }: RunOptions,
): { pid: number; outcome: Promise<Outcome>; kill: (signal: NodeJS.Signals) => void } {
  const child = spawn(spec.command, [...spec.args], { cwd: spec.cwd, env: spec.env });
  const pid = child.pid ?? 0;
  const [stdout, stderr]: Buffer[][] = [[], []];
  child.stdout.on('data', (bytes: Buffer) => {
    stdout!.push(bytes);
    onOutput?.(Buffer.concat(stdout!).toString(), pid);
  });
  child.stderr.on('data', (bytes: Buffer) => stderr!.push(bytes));
  // A program that does not read its input may end before all is written.
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin ?? '');
  const outcome = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      const text = [stdout!, stderr!].map(parts => Buffer.concat(parts).toString());
      resolve({ exit: { code, signal }, stdout: text[0]!, stderr: text[1]! });
    });
  });
  return { pid, outcome, kill: signal => void child.kill(signal) };
}

/** The times of a file that took part in the run; the program's own by default. */
export function timesOf(run: Recorded, path = run.path): FileTimes | undefined {
  return buildLineTimes(run.session).get(path);
}

/** A line's part of the time that the program's own code took, between 0 and 1. */
export function shareOfLine(
  run: Recorded,
  line: number,
  what: keyof Pick<LineTime, 'self' | 'calls' | 'total' | 'waiting'> = 'total',
): number {
  return (timesOf(run)?.lines.get(line)?.[what] ?? 0) / ownTime(run);
}

/** A function's part of the time that the program's own code took, between 0 and 1. */
export function shareOfFunction(run: Recorded, name: string): number {
  const found = timesOf(run)?.functions.filter(of => displayName(of) === name) ?? [];
  return found.reduce((sum, { total }) => sum + total, 0) / ownTime(run);
}

/** Time of the samples of the main lane that have a function of the program's file on their stack. */
export function ownTime({ session, path }: Recorded): number {
  const { frames, stacks, strings, lanes } = session;
  const isOwn = stacks.frame.map(frame => strings[frames.file[frame] ?? -1] === path);
  stacks.parent.forEach((parent, stack) => (isOwn[stack] ||= isOwn[parent] ?? false));
  const { samples } = lanes[0]!;
  return samples.durationUs.reduce((sum, us, i) => sum + (isOwn[samples.stack[i]!] ? us : 0), 0);
}

/** Time of the main lane's samples. */
export function durationOf(session: SessionData): number {
  return session.lanes[0]?.samples.durationUs.reduce((sum, us) => sum + us, 0) ?? 0;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // A script without a file.
    return undefined;
  }
}

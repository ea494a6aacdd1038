// Brings the program's child processes under the recorder as well: their environment gets what ours had, at the last
// moment, so that the program sees nothing of it. Shells and npm pass it on; what is not Node.js ignores it.
//
// In the main thread that is done in `node:child_process`. To load that would take a worker thread, of which a program may
// have hundreds, longer than all else of ours: there it is done one step below, in what Node.js has of it in native code.

import type * as ChildProcesses from 'node:child_process';
import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import type { TargetOptions } from '../messages.ts';
import { loadBinding } from './bindings.ts';
import type { EndedChild } from './held-signals.ts';
import { TARGET_SYMBOL, withTargetOptions } from '../environment.ts';

/** Programs replace globals, and the functions of these: what was there at the start is used to the end. */
const { apply } = Reflect;
const { entries, fromEntries } = Object;
const { isArray } = Array;

/** What a child process is started with. */
interface SpawnOptions {
  /** `NAME=value`, as the operating system wants it. */
  envPairs?: string[];
  /** The first is what the process is to be called. */
  readonly args?: readonly string[];
  readonly cwd?: string | null;
}

/** What the preload of a child process is told. */
interface ChildRecorder {
  readonly options: TargetOptions;
  readonly preloadPath: string;
}

/** Takes an object; in native code since Node.js 24: a file, its arguments, the folder, the environment, and more. */
type Spawn = (this: unknown, ...args: unknown[]) => unknown;

interface Spawner {
  spawn: Spawn;
}

/**
 * From now on, child processes are recorded too, also those that worker threads start. `afterSync` is called after each
 * that was waited for.
 */
export function recordChildProcesses(
  options: TargetOptions,
  preloadPath: string,
  afterSync: (ended: EndedChild) => void = () => undefined,
): void {
  const recorder: ChildRecorder = { options, preloadPath };
  setEnvironmentData(TARGET_SYMBOL, recorder);
  const { ChildProcess } = module.require('node:child_process') as typeof ChildProcesses;
  wrapSpawn(ChildProcess.prototype as unknown as Spawner, recorder);
  wrapSyncSpawn(recorder, afterSync);
}

/** The same in a worker thread, where the main thread does so. */
export function recordChildrenOfWorker(): void {
  const recorder = getEnvironmentData(TARGET_SYMBOL) as unknown as ChildRecorder | undefined;
  if (recorder === undefined) return;
  const native = loadBinding('process_wrap') as { Process: { prototype: Spawner } } | undefined;
  if (native !== undefined) wrapSpawn(native.Process.prototype, recorder);
  wrapSyncSpawn(recorder);
}

/** What `spawnSync`, `execSync` and `execFileSync` end in. */
function wrapSyncSpawn(recorder: ChildRecorder, after?: (ended: EndedChild) => void): void {
  const sync = loadBinding('spawn_sync') as Spawner | undefined;
  if (sync !== undefined) wrapSpawn(sync, recorder, after);
}

function wrapSpawn(
  holder: Spawner,
  recorder: ChildRecorder,
  after?: (ended: EndedChild) => void,
): void {
  const original = holder.spawn;
  holder.spawn = function (...args) {
    const result: unknown = apply(original, this, adopt(args, recorder));
    after?.(result as EndedChild);
    return result;
  };
  Object.defineProperty(holder.spawn, 'name', { value: original.name });
}

/** What `spawn` is called with, so that the child process is recorded. */
function adopt(args: readonly unknown[], recorder: ChildRecorder): readonly unknown[] {
  try {
    return withRecorder(args, recorder);
  } catch {
    // The program has broken a built-in that we use: the child runs unrecorded.
    return args;
  }
}

function withRecorder(args: readonly unknown[], recorder: ChildRecorder): readonly unknown[] {
  const [options] = args;
  if (typeof options === 'object' && options !== null) {
    const given = options as SpawnOptions;
    if (given.envPairs !== undefined) given.envPairs = ownPairs(given, recorder);
    return args;
  }
  const [file, argv, cwd, envPairs, ...more] = args;
  if (!isArray(envPairs)) return args;
  const pairs = envPairs as string[];
  const given = { envPairs: pairs, args: argv, cwd } as SpawnOptions;
  return [file, argv, cwd, ownPairs(given, recorder), ...more];
}

function ownPairs(
  { envPairs = [], args = [], cwd }: SpawnOptions,
  { options, preloadPath }: ChildRecorder,
): string[] {
  const env = fromEntries(envPairs.map(splitPair));
  const target = { env, args: args.slice(1), cwd: cwd ?? undefined, preloadPath };
  const own = withTargetOptions(target, options);
  return entries(own).map(([name, value]) => `${name}=${value ?? ''}`);
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=', 1);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

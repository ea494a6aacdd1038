// Brings the program's child processes under the recorder as well: their environment gets what ours had, at the last
// moment, so that the program sees nothing of it. Shells and npm pass it on; what is not Node.js ignores it.

import { ChildProcess } from 'node:child_process';
import type { TargetOptions } from '../messages.ts';
import { loadBinding } from './bindings.ts';
import type { EndedChild } from './held-signals.ts';
import { withTargetOptions } from '../environment.ts';

interface SpawnOptions {
  /** `NAME=value`, as the operating system wants it. */
  envPairs?: string[];
  /** The first is what the process is to be called. */
  readonly args?: readonly string[];
  readonly cwd?: string | null;
}

type Spawn = (this: unknown, options: SpawnOptions) => unknown;

/** From now on, child processes are recorded too. `afterSync` is called after each that was waited for. */
export function recordChildProcesses(
  options: TargetOptions,
  preloadPath: string,
  afterSync: (ended: EndedChild) => void = () => undefined,
): void {
  const adopt = (spawnOptions: SpawnOptions): void => {
    if (spawnOptions.envPairs === undefined) return;
    const env = Object.fromEntries(spawnOptions.envPairs.map(splitPair));
    const [, ...args] = spawnOptions.args ?? [];
    const { cwd } = spawnOptions;
    const own = withTargetOptions({ env, args, cwd: cwd ?? undefined, preloadPath }, options);
    spawnOptions.envPairs = Object.entries(own).map(([name, value]) => `${name}=${value ?? ''}`);
  };
  wrapSpawn(ChildProcess.prototype as unknown as { spawn: Spawn }, adopt);
  // What `spawnSync`, `execSync` and `execFileSync` end in.
  const sync = loadBinding('spawn_sync') as { spawn: Spawn } | undefined;
  if (sync !== undefined) wrapSpawn(sync, adopt, afterSync);
}

function wrapSpawn(
  holder: { spawn: Spawn },
  before: (options: SpawnOptions) => void,
  after?: (ended: EndedChild) => void,
): void {
  const original = holder.spawn;
  holder.spawn = function (options) {
    before(options);
    const result: unknown = Reflect.apply(original, this, [options]);
    after?.(result as EndedChild);
    return result;
  };
  Object.defineProperty(holder.spawn, 'name', { value: original.name });
}

function splitPair(pair: string): [string, string] {
  const at = pair.indexOf('=', 1);
  return [pair.slice(0, at), pair.slice(at + 1)];
}

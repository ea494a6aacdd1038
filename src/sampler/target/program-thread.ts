// Runs in the profiled program before its first line, loaded by `preload.ts`, and once more when it exits.
//
//   program's main thread            relay (a worker thread beside it)          us
//   ─────────────────────            ─────────────────────────────────          ──
//   preload: start the relay  ───▶   connect to the main thread's inspector
//        wait for READY       ◀───   samples are taken
//   the program runs …               chunks over a local socket          ───▶   recording
//   exit: tell the relay      ───▶   the last chunk                      ───▶
//        wait for RELEASED    ◀───   done
//
// The relay speaks the inspector protocol from inside the process: no port is opened, and Node.js prints neither
// "Debugger attached." nor "Waiting for the debugger to disconnect..." into the program's output.

import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { AwaitWriter } from '../await-messages.ts';
import { findClockOrigin } from '../clock-origin.ts';
import { isFolderGone } from '../current-folder.ts';
import type { TargetOptions } from '../messages.ts';
import { EndingWorkers } from '../protocol/ending-workers.ts';
import { TimeLimits } from '../protocol/time-limits.ts';
import { AwaitTracker } from './waits/await-tracker.ts';
import { noteCallbackWaits } from './callbacks/callback-waits.ts';
import { OWN_BINDINGS } from './bindings.ts';
import { recordChildProcesses } from './child-processes.ts';
import { takeTargetOptions, TARGET_SYMBOL } from '../environment.ts';
import { atExit } from './exit-hooks.ts';
import { awaitFlag, HANDSHAKE_BYTES, READY, RELEASED } from './handshake.ts';
import { noteHeardSignals } from './heard-signals.ts';
import { awaitHeldSignals } from './held-signals.ts';
import { KeptProfiler } from './kept-profiler.ts';
import { noteTimeLimits } from './noted-limits.ts';
import type { RelayData } from './relay-data.ts';
import { separateStatements } from './separate-statements.ts';
import { startSilentWorker } from './silent-worker.ts';
import type { SilentWorkerOptions } from './silent-worker.ts';
import { announceTerminations } from './terminated-workers.ts';

/** Brings this thread under the recorder; `preloadPath` is what child processes load. */
export function recordProgramThread(preloadPath: string): void {
  const options = takeTargetOptions(process.env);
  if (options === null) return;
  const isAllowed = isPermitted() && !isFolderGone();
  if (hasInspector() && isAllowed) recordThisProcess(options, preloadPath);
  else recordChildProcesses(options, preloadPath);
}

/** Node.js makes none where it only starts others, such as test files; asking for it there would end the process. */
function hasInspector(): boolean {
  const flags = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)];
  const isRunner = flags.some(flag => /^--(?:test|watch|watch-path)(?:=|$)/.test(flag));
  return !isRunner || flags.some(flag => /^--(?:experimental-)?test-isolation=none$/.test(flag));
}

/** Node.js' permission model: without that right, a thread that asks for the inspector would end the process. */
function isPermitted(): boolean {
  type Permission = { readonly has: (scope: string) => boolean };
  const { permission } = process as { permission?: Permission };
  return permission === undefined || (permission.has('worker') && permission.has('inspector'));
}

function recordThisProcess(options: TargetOptions, preloadPath: string): void {
  const flags = new Int32Array(new SharedArrayBuffer(HANDSHAKE_BYTES));
  const writer = new AwaitWriter();
  const awaits = new AwaitTracker(flags, batch => relay?.postMessage(writer.write(batch)));
  const hide = showToRelay(awaits);
  const limits = new TimeLimits();
  const ending = new EndingWorkers();
  const relay = startRelay(options, { flags, limits: limits.memory, ending: ending.memory });
  if (relay === undefined) {
    hide();
    return;
  }
  // While the relay starts: it loads parts of Node.js.
  const callbacks = noteCallbackWaits(awaits);
  awaits.onFlush = callbacks.settle;
  const limitNotes = noteTimeLimits(limit => {
    limits.note(limit);
  });
  awaitFlag(flags, READY);
  // Too late for a relay that is not ready by now: nobody would tell it of the program's end.
  if (Atomics.compareExchange(flags, READY, 0, 2) !== 1) {
    callbacks.remove();
    limitNotes.remove();
    return;
  }
  recordChildProcesses(options, preloadPath, child => {
    awaitHeldSignals(flags, child);
  });
  separateStatements();
  announceTerminations(ending);
  noteHeardSignals(flags);
  awaits.start();
  const check = atExit(() => {
    awaits.flush();
    relay.postMessage('exit');
    awaitFlag(flags, RELEASED);
  });
  awaits.onFlush = () => {
    callbacks.settle();
    check();
  };
}

/** Puts what the relay calls, over the inspector, where only it looks; what is returned takes it away. */
function showToRelay({ start, flush, stop }: AwaitTracker): () => void {
  const profiler = new KeptProfiler();
  // In the middle of an interrupt Node.js may crash of it.
  if (isCounted()) profiler.open();
  const value = { start, flush, stop, profile: profiler.post };
  const key = Symbol.for(TARGET_SYMBOL);
  Object.defineProperty(process, key, { value, configurable: true });
  return () => {
    Reflect.deleteProperty(process, key);
  };
}

/** Whether Node.js counts the program's calls for a coverage report. */
function isCounted(): boolean {
  return (process.env['NODE_V8_COVERAGE'] ?? '') !== '';
}

/** `undefined` where Node.js does not let this process have threads: its permission model. */
function startRelay(
  options: TargetOptions,
  shared: Pick<RelayData, 'flags' | 'limits' | 'ending'>,
): Worker | undefined {
  const { flags } = shared;
  const workerData: RelayData = {
    ...shared,
    options,
    command: commandLine(),
    script: process.argv[1] ?? '',
    isCounted: isCounted(),
    clockOriginUs: findClockOrigin(),
  };
  const relay = tryToStart({ workerData, execArgv: OWN_BINDINGS });
  // A recorder that fails must not take the program with it; we learn of it by the closed socket.
  for (const ending of ['error', 'exit'])
    relay?.on(ending, () => {
      Atomics.store(flags, READY, 2);
      Atomics.store(flags, RELEASED, 1);
    });
  return relay;
}

function tryToStart(options: SilentWorkerOptions): Worker | undefined {
  try {
    return startSilentWorker(join(__dirname, 'relay.cjs'), options);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_ACCESS_DENIED') return undefined;
    throw error;
  }
}

function commandLine(): string {
  const [, ...args] = process.argv;
  return ['node', ...args].join(' ');
}

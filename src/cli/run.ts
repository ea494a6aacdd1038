// Runs a program under the sampler until it ends, and passes on what the user does meanwhile.

import type { ExitStatus, Recording } from '../model/session.ts';
import type { AttachOptions } from '../sampler/attach.ts';
import { ENDING_SIGNALS } from '../sampler/ending-signals.ts';
import { spawnProgram } from '../sampler/launching/spawn-program.ts';
import type { LaunchOptions, RunningProgram, SpawnedProgram } from '../sampler/program.ts';
import { PASSED_SIGNALS } from './host.ts';
import type { Host, PassedSignal } from './host.ts';
import { showStatusLine } from './status-line.ts';
import { canMoveCursor } from '../renderers/terminal.ts';

/** What to run, and whether to show the status meanwhile. */
export interface RunOptions {
  readonly launch: Pick<
    LaunchOptions,
    'entry' | 'args' | 'nodePath' | 'nodeArgs' | 'intervalUs' | 'journal'
  >;
  /** Default: on a terminal. */
  readonly status?: boolean;
  /** Is told of the running program, and called back when that has ended. */
  readonly follow?: (program: RunningProgram) => () => void;
}

/** How a run ended. */
export interface RunResult {
  readonly exit: ExitStatus;
  /** The recording, or why there is none. */
  readonly recording: Recording | Error;
}

/**
 * Runs the program to its end, whatever that is: nothing rejects once it runs. Rejects with a `ProfileError` when it
 * cannot be started.
 */
export async function runProgram(options: RunOptions, host: Host): Promise<RunResult> {
  let spawned: SpawnedProgram | undefined;
  const launched = host.launch({
    ...options.launch,
    cwd: host.cwd,
    env: host.env,
    spawner: async spec => (spawned = await spawnProgram(spec, host.more)),
  });
  const release = passSignalsOn(launched, host);
  try {
    const running = await launched;
    const hideStatus = showStatus(running, options, host);
    const unfollow = options.follow?.(running);
    const recording = await running.finished.catch(asError);
    unfollow?.();
    hideStatus();
    const exit = await spawned?.exited;
    return { recording, exit: exit ?? exitOf(recording) };
  } finally {
    release();
  }
}

/** A terminal sends these to all that run on it. */
const FROM_KEYS: readonly PassedSignal[] = ['SIGINT', 'SIGQUIT'];

/** Whoever signals first the process and then its group, as `timeout` does, means one signal. */
const SAME_SIGNAL_MS = 5;

/**
 * Ctrl-C reaches the program from the terminal itself, which sends it to both of us; otherwise it is passed on. The
 * second one kills. Other signals are passed on, after fetching what was recorded.
 */
function passSignalsOn(launched: Promise<RunningProgram>, host: Host): () => void {
  const lastMs = new Map<PassedSignal, number>();
  const isOnTerminal = [host.stdin, host.stdout, host.stderr].some(stream => stream.isTTY === true);
  const send = (signal: NodeJS.Signals): void => {
    // That it cannot be launched is told by whoever awaits the launch.
    launched.then(
      running => running.signal(signal).catch(reportBug),
      () => undefined,
    );
  };
  const releases = PASSED_SIGNALS.map(signal =>
    host.onSignal(signal, () => {
      const before = lastMs.get(signal);
      const nowMs = performance.now();
      if (before !== undefined && nowMs - before < SAME_SIGNAL_MS) return;
      lastMs.set(signal, nowMs);
      if (signal === 'SIGINT' && before !== undefined) send('SIGKILL');
      else if (!isOnTerminal || !FROM_KEYS.includes(signal)) send(signal);
    }),
  );
  return () => {
    for (const release of releases) release();
  };
}

/**
 * Records a program that is running already: until it ends, for the given time, or until the user stops it. Rejects
 * with a `ProfileError` when it cannot be attached to.
 */
export async function recordRunning(
  options: AttachOptions & Omit<RunOptions, 'launch'> & { readonly durationMs?: number },
  host: Host,
): Promise<Recording> {
  const running = await host.attach(options);
  const stop = (): void => {
    running.stop().catch(reportBug);
  };
  const releases = ENDING_SIGNALS.map(signal => host.onSignal(signal, stop));
  const timer = options.durationMs === undefined ? undefined : setTimeout(stop, options.durationMs);
  const hideStatus = showStatus(running, options, host);
  const unfollow = options.follow?.(running);
  try {
    return await running.finished;
  } finally {
    unfollow?.();
    hideStatus();
    clearTimeout(timer);
    for (const release of releases) release();
  }
}

function showStatus(
  running: RunningProgram,
  options: { readonly status?: boolean },
  host: Host,
): () => void {
  if (options.status === false || !canMoveCursor(host.env, host.stderr)) return () => undefined;
  return showStatusLine({ stream: host.stderr, progress: () => running.progress });
}

function exitOf(recording: Recording | Error): ExitStatus {
  return recording instanceof Error ? { code: 1, signal: null } : recording.session.meta.exit;
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** An error that nothing can be waiting for: let the process say so. */
function reportBug(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}

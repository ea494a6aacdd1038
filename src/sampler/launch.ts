// Launches a program under the sampler. `launch` is the door: everything else in this folder serves it.

import { ProfileError } from '../model/errors.ts';
import type { ExitStatus, Recording, SessionMeta } from '../model/session.ts';
import { buildCommandLine } from './launching/command-line.ts';
import type { CommandLine } from './launching/command-line.ts';
import { keepJournal } from './journal/journal.ts';
import type { Journal } from './journal/journal.ts';
import { openLaneServer } from './protocol/lane-server.ts';
import type { LaneServer } from './protocol/lane-server.ts';
import { findNodeBinary } from './launching/node-binary.ts';
import { findPreload } from './preload-path.ts';
import type { LaunchOptions, Progress, RunningProgram, SpawnedProgram } from './program.ts';
import { RunLanes } from './lanes/run-lanes.ts';
import { spawnProgram } from './launching/spawn-program.ts';
import { ENDING_SIGNALS } from './ending-signals.ts';
import { withTargetOptions } from './environment.ts';
import { currentFolder, isFolderGone } from './current-folder.ts';

/** One sample every millisecond. */
export const DEFAULT_INTERVAL_US = 1000;

/** A signal waits this long for a program that saves what it has by itself as well, if that does not answer. */
const SIGNAL_PATIENCE_MS = 300;

/** A stopped program has this long to end by itself. */
const STOP_PATIENCE_MS = 3000;

/**
 * Starts the program and returns at once; it runs as plain `node` would run it.
 * Rejects with a `ProfileError`: `not-found`, `no-node`, `old-node`, `no-loader`.
 */
export async function launch(options: LaunchOptions): Promise<RunningProgram> {
  const env = options.env ?? process.env;
  const cwd = options.cwd ?? currentFolder();
  const node = await findNodeBinary(options.nodePath, env, process.execPath);
  const command = buildCommandLine(options, node);
  const lanes = new RunLanes();
  const server = await openLaneServer(lanes.accept);
  const intervalUs = options.intervalUs ?? DEFAULT_INTERVAL_US;
  const target = { env, cwd, args: command.args, preloadPath: findPreload() };
  try {
    const spec = {
      command: node.path,
      argv0: options.nodePath ?? 'node',
      args: command.args,
      cwd,
      env: defined(withTargetOptions(target, { pipe: server.pipe, intervalUs })),
    };
    const meta = metaOf(command.description, cwd, intervalUs);
    const { script } = command;
    const header = script === undefined ? { meta } : { meta, program: script };
    const journal = keepJournal(options.journal, header, lanes);
    const spawned = await (options.spawner ?? spawnProgram)(spec);
    return new LaunchedProgram({ meta, lanes, server, spawned, command, journal });
  } catch (error) {
    await server.close();
    throw error;
  }
}

interface LaunchParts {
  readonly meta: SessionMeta;
  readonly lanes: RunLanes;
  readonly server: LaneServer;
  readonly spawned: SpawnedProgram;
  readonly command: CommandLine;
  readonly journal: Journal | null;
}

class LaunchedProgram implements RunningProgram {
  readonly description: string;
  readonly finished: Promise<Recording>;
  private readonly startedAt = performance.now();
  private exit: ExitStatus = { code: null, signal: null };
  /** What `finished` gives, once it is there. */
  private whole: Recording | undefined;

  constructor(private readonly parts: LaunchParts) {
    this.description = parts.meta.program;
    this.finished = this.finish();
  }

  get progress(): Progress {
    const elapsedUs = (performance.now() - this.startedAt) * 1000;
    return { elapsedUs, samples: this.parts.lanes.recording.sampleCount };
  }

  get laneNames(): readonly string[] {
    return this.parts.lanes.recording.laneNames;
  }

  onChunk(listener: () => void): () => void {
    return this.parts.lanes.onChunk(listener);
  }

  snapshot(): Recording {
    return this.whole ?? this.withProgram(this.parts.lanes.recording.build(this.meta()));
  }

  async signal(signal: NodeJS.Signals): Promise<void> {
    const { lanes, spawned } = this.parts;
    const nowMs = performance.now();
    await lanes.fetch(savesAt(signal) ? SIGNAL_PATIENCE_MS : undefined);
    if (lanes.signals.pass(signal, nowMs)) spawned.kill(signal);
  }

  async stop(): Promise<void> {
    const { spawned } = this.parts;
    await this.signal('SIGINT');
    const timer = setTimeout(() => {
      spawned.kill('SIGKILL');
    }, STOP_PATIENCE_MS);
    await spawned.exited;
    clearTimeout(timer);
  }

  private async finish(): Promise<Recording> {
    const { meta, lanes, server, spawned, journal } = this.parts;
    try {
      this.exit = await spawned.exited;
      await lanes.closed();
    } finally {
      await server.close();
      journal?.remove();
    }
    if (lanes.recording.lanes.length === 0) throw neverLoaded(meta.cwd, this.exit);
    this.whole = this.withProgram(lanes.recording.finish(this.meta()));
    return this.whole;
  }

  private meta(): SessionMeta {
    const { lanes, meta } = this.parts;
    return { ...meta, ...lanes.facts(), exit: this.exit };
  }

  private withProgram(recording: Recording): Recording {
    const { script } = this.parts.command;
    return script === undefined ? recording : { ...recording, program: script };
  }
}

/** See `target/signals.ts`. */
function savesAt(signal: NodeJS.Signals): boolean {
  return process.platform !== 'win32' && ENDING_SIGNALS.some(ending => ending === signal);
}

function metaOf(program: string, cwd: string, intervalUs: number): SessionMeta {
  return {
    program,
    startTime: new Date().toISOString(),
    cwd,
    nodeVersion: null,
    platform: process.platform,
    intervalUs,
    durationUs: 0,
    cpuTimeUs: null,
    exit: { code: null, signal: null },
    notes: [],
  };
}

function neverLoaded(cwd: string, exit: ExitStatus): ProfileError {
  if (isFolderGone() && cwd === currentFolder()) return new ProfileError('never-loaded', NO_FOLDER);
  if (exit.code === 0) return new ProfileError('never-loaded', NOT_LET);
  const how = exit.signal === null ? `with code ${exit.code ?? 'unknown'}` : `by ${exit.signal}`;
  return new ProfileError(
    'never-loaded',
    `The program ended ${how} before it came under the sampler; its output says why.`,
  );
}

const NO_FOLDER =
  'The program ran, but could not be recorded: its working directory has been removed, and Node.js starts no threads there.';

const NOT_LET =
  "The program ran, but could not be recorded: Node.js' permission model does not let it be (--allow-worker, --allow-inspector), or it only starts others.";

function defined(env: Readonly<NodeJS.ProcessEnv>): Record<string, string> {
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}

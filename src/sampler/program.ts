// What to run, and what a caller gets to hold while it runs. The types that the faces program against.

import type { Micros } from '../model/frame.ts';
import type { ExitStatus, Recording } from '../model/session.ts';

/** What is to be profiled. */
export type Entry =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'eval'; readonly code: string }
  /** The program's text comes by stdin. */
  | { readonly kind: 'stdin' }
  /** What Node.js finds by itself: by its options (`--test`, `--run build`), or else on stdin. */
  | { readonly kind: 'node' }
  /** A package's command, or the package itself. */
  | { readonly kind: 'package'; readonly name: string }
  /** A command on the PATH. */
  | { readonly kind: 'command'; readonly name: string };

/** A process to start: an argument list, never a shell line. */
export interface SpawnSpec {
  readonly command: string;
  /** What the process is told that it is called, as a shell does. */
  readonly argv0?: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the process. */
  readonly env: Readonly<Record<string, string>>;
}

/** A process that was started, as far as the sampler needs it. */
export interface SpawnedProgram {
  /** Settles when the process has ended and its output is complete. */
  readonly exited: Promise<ExitStatus>;
  /** Sends a signal; without effect on a process that has ended. */
  kill(signal: NodeJS.Signals): void;
}

/** Starts a process; the default shares this process's stdin, stdout and stderr with it. */
export type Spawner = (spec: SpawnSpec) => Promise<SpawnedProgram> | SpawnedProgram;

/** How to launch a program under the sampler. */
export interface LaunchOptions {
  readonly entry: Entry;
  readonly args?: readonly string[];
  /** Default: this process's. */
  readonly cwd?: string;
  /** Default: this process's. */
  readonly env?: Readonly<NodeJS.ProcessEnv>;
  /** Path of the Node.js that runs the program. Default: `node` on the PATH of `env`, or else this process's own. */
  readonly nodePath?: string;
  /** Flags for that Node.js, before the script. */
  readonly nodeArgs?: readonly string[];
  /** Default 1,000. */
  readonly intervalUs?: Micros;
  readonly spawner?: Spawner;
  /** Path of a new file that holds the recording while it is made; it is removed when `finished` settles. */
  readonly journal?: string;
}

/** What is known while a program runs. */
export interface Progress {
  readonly elapsedUs: Micros;
  readonly samples: number;
}

/** A program that is being recorded. */
export interface RunningProgram {
  /** As a user would type it: `node app.js --port 80`. */
  readonly description: string;
  /** Elapsed time now, and the samples that have arrived so far. */
  readonly progress: Progress;
  /** Names of the lanes that the session has so far, in its order. */
  readonly laneNames: readonly string[];
  /** Calls `listener` after every chunk of samples (about once a second). Returns the way to stop that. */
  onChunk(listener: () => void): () => void;
  /** Everything that has arrived so far; cheap enough to call after every chunk. */
  snapshot(): Recording;
  /**
   * Fetches what is there, then sends the program this signal, unless someone else just has: one that is sent to a
   * process group reaches us and the program. What it does about it is its own affair.
   */
  signal(signal: NodeJS.Signals): Promise<void>;
  /** Fetches what is there, then ends the program: SIGINT, and SIGKILL if it does not go. The recording is kept. */
  stop(): Promise<void>;
  /**
   * The whole recording, once the program has ended, however it ended.
   * Rejects with a `ProfileError` when the program never came under the sampler (`never-loaded`).
   */
  readonly finished: Promise<Recording>;
}

/** Rejects with a `ProfileError`: `not-found`, `no-node`, `old-node`, `no-loader`. */
export type Launch = (options: LaunchOptions) => Promise<RunningProgram>;

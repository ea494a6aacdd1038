// What the adapter needs of whoever keeps and shows recordings: in the editor, the extension.

import type { Micros } from '../model/frame.ts';
import type { RunningProgram, Spawner } from '../sampler/program.ts';

/** Something to record, from its start to its end. */
export interface Run {
  /** For people, and for the session that comes of it. */
  readonly name: string;
  /** A better name, once it runs. */
  readonly nameOf?: (program: RunningProgram) => string;
  /** The program runs already: it goes on when recording stops. */
  readonly isAttached: boolean;
  /** The source file that is about to run, where there is one. */
  readonly path?: string;
  /** Rejects with a `ProfileError`. */
  readonly start: () => Promise<RunningProgram>;
}

/** Records one run at a time. */
export interface Recorder {
  /**
   * Starts a run and follows it until its session is kept. Rejects as `start` does, with a `ProfileError`
   * (`already-running`), or with what went wrong later.
   */
  record(run: Run): Promise<void>;
  /** Ends the run that is recorded; what there is of it is kept. */
  stop(): Promise<void>;
  /** Tells the user why there is no recording, or not the whole one. Called once for each failure. */
  showFailure(error: unknown): void;
  /** What holds for a program, for all in a folder, or everywhere, where a configuration says nothing. */
  readonly defaultsFor: (path?: string) => RunDefaults;
  readonly places: LaunchPlaces;
}

/** The user's settings. */
export interface RunDefaults {
  /** `undefined`: as found on the PATH. */
  readonly nodePath: string | undefined;
  readonly nodeArgs: readonly string[];
  readonly intervalUs: Micros;
}

/** Where launched programs run, and recordings lie while they are made. */
export interface LaunchPlaces {
  /** Opens a terminal for a program, to be run by `spawner` with `env`. Rejects with a `ProfileError`. */
  openTerminal(spec: TerminalSpec): Promise<WaitingTerminal>;
  /** Path for the recording while it is made; `undefined`: it is in memory alone. */
  newJournal(): Promise<string | undefined>;
}

/** What it takes to open a terminal. */
export interface TerminalSpec {
  /** Path of a Node.js. */
  readonly nodePath: string;
  readonly cwd: string;
}

/** A terminal that waits for a program. */
export interface WaitingTerminal {
  readonly spawner: Spawner;
  /** The whole environment there. */
  readonly env: Readonly<Record<string, string>>;
}

// What the command needs of the world around it: the parts of `process` that it may touch, given to it.

import { ProfileError } from '../model/errors.ts';
import type { AttachOptions } from '../sampler/attach.ts';
import { ENDING_SIGNALS } from '../sampler/ending-signals.ts';
import type { Launch, RunningProgram } from '../sampler/program.ts';
import type { MoreStreams } from '../sampler/launching/spawn-program.ts';
import type { FileContent } from '../write-file.ts';

/** A stream that the command writes to. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(data: string | Uint8Array, done?: (error?: Error | null) => void): boolean;
}

/** Signals that are meant for the program. */
export type PassedSignal = (typeof PASSED_SIGNALS)[number];

/** Those that end programs, and others that programs listen for. */
export const PASSED_SIGNALS = [
  ...ENDING_SIGNALS,
  ...(['SIGUSR1', 'SIGALRM', 'SIGVTALRM', 'SIGXCPU', 'SIGIO', 'SIGPWR', 'SIGABRT'] as const),
] as const;

/** The world around the command. */
export interface Host {
  /** Without `node` and the script. */
  readonly argv: readonly string[];
  readonly env: Readonly<NodeJS.ProcessEnv>;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  readonly stdin: {
    readonly isTTY?: boolean;
    /** It is a pipe of the shell or a file, so that it may hold the program. */
    readonly isPiped?: boolean | undefined;
  };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** What the program gets besides the three streams. Default: nothing. */
  readonly more?: MoreStreams;
  readonly launch: Launch;
  /** Records a program that is running already. */
  readonly attach: (options: AttachOptions) => Promise<RunningProgram>;
  /** Calls the listener for every such signal, instead of ending the process; returns the way to stop that. */
  onSignal(signal: PassedSignal, listener: () => void): () => void;
}

/** How the command ends: with an exit code, or by a signal as the program did. */
export type Outcome =
  { readonly code: number } | { readonly signal: NodeJS.Signals; readonly code: number };

/**
 * Writes all of it. A reader that has gone away (`hotpath … | head`) is no error. Rejects with a `ProfileError`
 * (`bad-file`), for a full disk say.
 */
export async function write(stream: OutputStream, data: FileContent): Promise<void> {
  if (typeof data === 'string' || data instanceof Uint8Array) await writePiece(stream, data);
  else for (const piece of data) await writePiece(stream, piece);
}

function writePiece(stream: OutputStream, data: string | Uint8Array): Promise<void> {
  if (data.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    stream.write(data, error => {
      if (error === null || error === undefined || isGone(error)) resolve();
      else reject(notWritten(error));
    });
  });
}

function isGone(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'EIO');
}

function notWritten(cause: Error): ProfileError {
  return new ProfileError('bad-file', `The output could not be written: ${cause.message}.`, {
    cause,
  });
}

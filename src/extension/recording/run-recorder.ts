// Follows a program while it is recorded: after a chunk of samples has come, the session so far is shown, and at the end
// the whole one. Mapping and showing a big session takes time; that is kept to a tenth of the time that passes.

import type { Recording, SessionData } from '../../model/session.ts';
import type { RunningProgram } from '../../sampler/program.ts';
import { listApplicationFiles } from '../tracking/application-files.ts';
import type { FilesAtRun } from '../tracking/files-at-run.ts';

/** Pauses are so many times as long as the work between them. */
const PAUSE_FACTOR = 9;

/** What a recorder needs from outside. */
export interface RecorderParts {
  readonly program: RunningProgram;
  readonly files: FilesAtRun;
  /** From what V8 ran to what was written. */
  mapRecording(recording: Recording): Promise<SessionData>;
  /** The text of a source file; `undefined` when there is none. */
  readText(path: string): Promise<string | undefined>;
  /** Shows the session so far. */
  showLive(session: SessionData): void;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
}

/** The finished session. Rejects as `RunningProgram.finished` does, and when a live update has failed. */
export async function recordRun(parts: RecorderParts): Promise<SessionData> {
  const updates = new LiveUpdates(parts);
  const unsubscribe = parts.program.onChunk(() => {
    updates.request();
  });
  try {
    const recording = await parts.program.finished;
    await updates.stop();
    return await mapWithFiles(parts, recording);
  } finally {
    unsubscribe();
    await updates.stop();
  }
}

/** Runs one update at a time, and none too soon after the last. */
class LiveUpdates {
  #running: Promise<void> = Promise.resolve();
  #isBusy = false;
  #isStopped = false;
  #notBefore = 0;

  constructor(private readonly parts: RecorderParts) {}

  request(): void {
    if (this.#isBusy || this.#isStopped || this.parts.now() < this.#notBefore) return;
    this.#isBusy = true;
    this.#running = this.#update();
    // Reported by `stop`, which awaits the same promise.
    this.#running.catch(() => undefined);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#running;
  }

  async #update(): Promise<void> {
    const start = this.parts.now();
    const session = await mapWithFiles(this.parts, this.parts.program.snapshot());
    if (!this.#isStopped) this.parts.showLive(session);
    const end = this.parts.now();
    this.#notBefore = end + (end - start) * PAUSE_FACTOR;
    this.#isBusy = false;
  }
}

/** Maps a recording, and takes down the application's files that it shows for the first time. */
async function mapWithFiles(parts: RecorderParts, recording: Recording): Promise<SessionData> {
  const session = await parts.mapRecording(recording);
  for (const path of listApplicationFiles(session)) {
    if (parts.files.find(path) !== undefined) continue;
    const text = await parts.readText(path);
    if (text !== undefined) parts.files.record(path, text);
  }
  return session;
}

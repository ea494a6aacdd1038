// Maps recordings and reads profiles in a thread beside the extension host. A program as large as the TypeScript compiler
// takes seconds to parse, and in the host all extensions of the window would wait for that.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ProfileError } from '../model/errors.ts';
import type { Recording, SessionData } from '../model/session.ts';
import type { MappingAnswer, MappingTask, OpenedSession } from './mapping-tasks.ts';

interface Asked {
  resolve(result: OpenedSession): void;
  reject(error: Error): void;
}

/** Does one task after the other; what it read of scripts is kept from one to the next, until `end`. */
export class MappingThread {
  readonly #worker: Worker;
  readonly #asked: Asked[] = [];
  #failure: Error | null = null;

  constructor() {
    this.#worker = new Worker(findThread(), { execArgv: [] });
    this.#worker.on('message', (answer: MappingAnswer) => {
      this.#answer(answer);
    });
    this.#worker.on('error', error => {
      this.#fail(error);
    });
    this.#worker.on('exit', () => {
      this.#fail(new Error('The thread that maps recordings has ended.'));
    });
  }

  /** The recording in the positions of its sources. Rejects when the thread has failed. */
  async map(recording: Recording, cwd: string): Promise<SessionData> {
    return (await this.#ask({ kind: 'map', recording, cwd })).session;
  }

  /** The session in a file. Rejects with a `ProfileError`: `not-found`, `bad-file`. */
  open(path: string): Promise<OpenedSession> {
    return this.#ask({ kind: 'open', path });
  }

  /** Ends the thread; what was asked and is not answered rejects. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(task: MappingTask): Promise<OpenedSession> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure);
        return;
      }
      this.#asked.push({ resolve, reject });
      this.#worker.postMessage(task);
    });
  }

  #answer(answer: MappingAnswer): void {
    const asked = this.#asked.shift();
    if (answer.kind === 'done') asked?.resolve(answer.result);
    else asked?.reject(new ProfileError(answer.code, answer.sentence));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const asked of this.#asked.splice(0)) asked.reject(this.#failure);
  }
}

/** The session in a file, read in a thread of its own. Rejects with a `ProfileError`: `not-found`, `bad-file`. */
export async function openInThread(path: string): Promise<OpenedSession> {
  const thread = new MappingThread();
  try {
    return await thread.open(path);
  } finally {
    await thread.end();
  }
}

/** Beside the bundle that this is part of, or in `dist` when run from source. */
function findThread(): string {
  for (const place of ['./mapping-thread.cjs', '../../dist/mapping-thread.cjs']) {
    const path = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(path)) return path;
  }
  throw new Error('dist/mapping-thread.cjs is missing: run npm run build.');
}

// Maps recordings, and reads and writes profiles, in a thread of their own. A program as large as the TypeScript compiler
// takes seconds to parse, and so does a report of a million samples to write: in the extension host all extensions of
// the window would wait for that, in the command the signals for the program.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { ProfileError } from '../model/errors.ts';
import type { Recording, SessionData } from '../model/session.ts';
import type { MappingAnswer, MappingTask, OpenedSession } from './mapping-tasks.ts';
import { listBuffers, packSession, unpackSession } from './session-parcel.ts';

interface Asked {
  resolve(answer: MappingAnswer): void;
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
    const { session, ...rest } = recording;
    const task = { kind: 'map', recording: rest, session: packSession(session), cwd } as const;
    return openAnswer(await this.#ask(task)).session;
  }

  /** The session in a file. Rejects with a `ProfileError`: `not-found`, `bad-file`. */
  async open(path: string): Promise<OpenedSession> {
    return openAnswer(await this.#ask({ kind: 'open', path }));
  }

  /**
   * Writes a session to a file, in the format that its name ends with: the whole file, or nothing. Rejects with a
   * `ProfileError`: `bad-file`.
   */
  async write(session: SessionData, path: string): Promise<void> {
    await this.#ask({ kind: 'write', session: packSession(session), path });
  }

  /** Ends the thread; what was asked and is not answered rejects. */
  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  #ask(task: MappingTask): Promise<MappingAnswer> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== null) {
        reject(this.#failure);
        return;
      }
      this.#asked.push({ resolve, reject });
      this.#worker.postMessage(task, task.kind === 'open' ? [] : listBuffers(task.session));
    });
  }

  #answer(answer: MappingAnswer): void {
    const asked = this.#asked.shift();
    if (answer.kind === 'problem') asked?.reject(new ProfileError(answer.code, answer.sentence));
    else asked?.resolve(answer);
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const asked of this.#asked.splice(0)) asked.reject(this.#failure);
  }
}

/** As {@link MappingThread.open}, in a thread of its own. */
export function openInThread(path: string): Promise<OpenedSession> {
  return inThread(thread => thread.open(path));
}

/** As {@link MappingThread.write}, in a thread of its own. */
export function writeInThread(session: SessionData, path: string): Promise<void> {
  return inThread(thread => thread.write(session, path));
}

async function inThread<Result>(work: (thread: MappingThread) => Promise<Result>): Promise<Result> {
  const thread = new MappingThread();
  try {
    return await work(thread);
  } finally {
    await thread.end();
  }
}

/** Of a task that gives a session. */
function openAnswer(answer: MappingAnswer): OpenedSession {
  if (answer.kind !== 'session') throw new Error(`The thread answered: ${answer.kind}.`);
  const session = unpackSession(answer.session);
  return answer.program === undefined ? { session } : { session, program: answer.program };
}

/** Beside the bundle that this is part of, or in `dist` when run from source. */
function findThread(): string {
  for (const place of ['./mapping-thread.cjs', '../../dist/mapping-thread.cjs']) {
    const path = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(path)) return path;
  }
  throw new Error('dist/mapping-thread.cjs is missing: run npm run build.');
}

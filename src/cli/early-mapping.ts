// Maps the recording while the program runs. Its result is not looked at: but to read and parse a program's scripts can
// take seconds, which nobody should wait for when the program has ended.

import type { Recording, SessionData } from '../model/session.ts';
import { mapToSources } from '../map-to-sources.ts';
import { MappingThread } from '../mapping/mapping-thread.ts';
import type { RunningProgram } from '../sampler/program.ts';

/** A program that ends sooner has little to parse; the thread has a price of its own. */
const FIRST_MS = 500;
/** Each time is so many times as late as the one before: what runs late is seldom new. */
const FACTOR = 4;
const TIMES = 3;

/** The mapping of one program's recording. */
export class EarlyMapping {
  readonly #cwd: string;
  readonly #startMs = performance.now();
  #thread: MappingThread | undefined;
  #ended: Promise<void> | undefined;
  #isBusy = false;
  #times = 0;

  /** `cwd`: the folder to which the sources of bundles may be relative, unless the recording tells another. */
  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  /** Whether anything was mapped early, and the thread that did it goes on. */
  get hasThread(): boolean {
    return this.#thread !== undefined;
  }

  /** Maps what there is, now and then; what is returned ends that. */
  follow(program: RunningProgram): () => void {
    return program.onChunk(() => {
      const dueMs = FIRST_MS * FACTOR ** this.#times;
      if (this.#isBusy || this.#times >= TIMES) return;
      if (performance.now() - this.#startMs >= dueMs) this.#map(program.snapshot());
    });
  }

  /** The finished session. The thread ends, which takes a while: {@link EarlyMapping.end} waits for that. */
  async finish(recording: Recording): Promise<SessionData> {
    try {
      return (
        (await this.#thread?.map(recording, this.#folderOf(recording))) ?? this.#mapHere(recording)
      );
    } catch {
      // Threads have less memory than processes.
      return this.#mapHere(recording);
    } finally {
      this.#beginEnd();
    }
  }

  /** Ends the thread, if there is one. */
  async end(): Promise<void> {
    this.#beginEnd();
    await this.#ended;
  }

  /** To free the memory of a large program's scripts takes as long as to write its report: both at once. */
  #beginEnd(): void {
    this.#ended ??= this.#thread?.end();
    this.#thread = undefined;
  }

  #folderOf({ session }: Recording): string {
    return session.meta.cwd || this.#cwd;
  }

  #mapHere(recording: Recording): SessionData {
    return mapToSources(recording, this.#folderOf(recording));
  }

  #map(recording: Recording): void {
    this.#times++;
    this.#thread ??= startThread();
    if (this.#thread === undefined) return;
    this.#isBusy = true;
    const done = (): void => {
      this.#isBusy = false;
    };
    // One that fails is tried here in the end.
    this.#thread.map(recording, this.#folderOf(recording)).then(done, done);
  }
}

/** `undefined` where Node.js starts none: in a folder that was removed, for one. Then it is all mapped in the end. */
function startThread(): MappingThread | undefined {
  try {
    return new MappingThread();
  } catch {
    return undefined;
  }
}

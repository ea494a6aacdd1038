// What was recorded between several starts and stops of a `Profiler`, as one session.

import { mapToSources } from './map-to-sources.ts';
import { combineSessions } from './model/combine-sessions.ts';
import { foldSamples } from './model/fold-samples.ts';
import type { SessionData, SessionMeta } from './model/session.ts';
import type { InProcessRecording } from './sampler/in-process/recording.ts';
import { threadSampler } from './sampler/in-process/thread-sampler.ts';

/** What was recorded between a start and a stop. */
export interface RecordedPart {
  readonly recording: InProcessRecording;
  readonly meta: SessionMeta;
}

/** Makes sessions of parts when they are asked for. */
export class RecordedParts {
  readonly #timeline: boolean;
  /** Ended, but not yet made into sessions. */
  #ended: RecordedPart[] = [];
  #sessions: SessionData[] = [];

  /** `timeline`: whether the session keeps when each sample was. */
  constructor(timeline: boolean) {
    this.#timeline = timeline;
  }

  /** Adds what has ended. */
  add(part: RecordedPart): void {
    this.#ended.push(part);
  }

  /** Drops everything. */
  forget(): void {
    this.#ended = [];
    this.#sessions = [];
  }

  /** Settles when V8 has handed over the samples of all parts; many that wait share one look at them. */
  async complete(): Promise<void> {
    if (!this.#isComplete) await threadSampler().complete();
  }

  /** Everything, at once: V8 is asked for samples that are missing. `null` where there is nothing. */
  session(): SessionData | null {
    if (!this.#isComplete) threadSampler().cut();
    for (const { recording, meta } of this.#ended.splice(0))
      this.#sessions.push(mapToSources(threadSampler().build(recording, meta), meta.cwd));
    if (this.#sessions.length > 1) {
      const combined = combineSessions(this.#sessions);
      this.#sessions = [this.#timeline ? combined : foldSamples(combined)];
    }
    return this.#sessions[0] ?? null;
  }

  get #isComplete(): boolean {
    return this.#ended.every(({ recording }) => recording.isComplete);
  }
}

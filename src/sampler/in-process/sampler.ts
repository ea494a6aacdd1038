// Samples this thread while anyone records it: one sampler for however many recordings.
//
//   recording 1     ├───────────────────┤
//   recording 2           ├───────────────────────┤
//   sampler      ▕▏chunk ▕▏ chunk  ▕▏ chunk    ▕▏  stays ready for a moment, so that the next start costs nothing
//
// V8's samples are taken in chunks: a second long, or shorter where a recording starts or ends. Each recording takes
// its part of every chunk; the chunk itself is not kept, so memory does not grow with time.

import type { V8Profile } from '../../formats/v8-profile.ts';
import type { Micros } from '../../model/frame.ts';
import type { Recording, SessionMeta } from '../../model/session.ts';
import { withRunTimes } from '../awaits/run-times.ts';
import { captureFrames } from './frames.ts';
import { InProcessAwaits } from './awaits.ts';
import { CallLines } from './call-lines.ts';
import { SampleChunk } from './chunk.ts';
import { nowUs } from './clock.ts';
import { AsyncContexts } from './contexts.ts';
import { InProcessRecording } from './recording.ts';
import type { AsyncMode } from './recording.ts';
import { InProcessScripts } from './scripts.ts';
import { startSource } from './source.ts';
import type { SampleSource, SourceName } from './sample-source.ts';

/** What a recording is to be. */
export interface InProcessOptions {
  readonly intervalUs: Micros;
  readonly asyncMode: AsyncMode;
  /** Default: yes. */
  readonly timeline?: boolean;
}

const CHUNK_MS = 1000;
/** How long it stays ready after the last recording, in chunks. */
const READY_CHUNKS = 5;
/** A chunk that has just begun need not be cut for one more recording to start. */
const FRESH_US = 200;

/** The sampler of one thread. */
export class InProcessSampler {
  readonly contexts = new AsyncContexts();
  readonly #open = new Set<InProcessRecording>();
  readonly #callLines = new CallLines();
  readonly #scripts = new InProcessScripts();
  readonly #sourceName: SourceName | undefined;
  #awaits: InProcessAwaits | null = null;
  #source: SampleSource | null = null;
  #intervalUs: Micros = 0;
  #chunkUs: Micros = 0;
  #timer: NodeJS.Timeout | null = null;
  #idleChunks = 0;
  #lastId = 0;
  #nextCut: Promise<void> | null = null;

  /** Without a name: with the best source that loads. */
  constructor(sourceName?: SourceName) {
    this.#sourceName = sourceName;
  }

  /** Begins a recording. Throws when V8 refuses to sample. */
  start({ intervalUs, asyncMode, timeline }: InProcessOptions): InProcessRecording {
    this.#sample(intervalUs);
    if (asyncMode !== 'disabled') this.contexts.use();
    const stem = captureFrames()?.toReversed() ?? [];
    const options = { asyncMode, stem, ...(timeline !== undefined && { timeline }) };
    const recording = new InProcessRecording(++this.#lastId, options);
    this.#open.add(recording);
    return recording;
  }

  /** Ends a recording: nothing after this moment is part of it. It is complete with the next cut. */
  end(recording: InProcessRecording): void {
    recording.endUs = Math.min(recording.endUs, nowUs());
  }

  /** Settles when everything up to now has been handed to the recordings; many that ask at once share one cut. */
  complete(): Promise<void> {
    this.#nextCut ??= new Promise(resolve => {
      this.contexts.run(null, () =>
        setImmediate(() => {
          this.#nextCut = null;
          this.cut();
          resolve();
        }),
      );
    });
    return this.#nextCut;
  }

  /** Hands everything up to now to the recordings. */
  cut(): void {
    if (this.#source === null) return;
    this.#awaits?.flush();
    this.#hand(this.#source.cut());
  }

  /** The recording, which was ended and cut. */
  build(recording: InProcessRecording, meta: SessionMeta): Recording {
    const built = recording.build(meta, []);
    return { ...built, scripts: this.#scripts.find(built.session.strings) };
  }

  /** Samples no more, once nobody records: sooner than it would of itself. */
  close(): void {
    if (this.#open.size === 0) this.#stop();
  }

  /** Which sampler is at work; `null` while none is. */
  get sourceName(): SourceName | null {
    return this.#source?.name ?? null;
  }

  /** Samples at this interval or a shorter one that another recording wants. */
  #sample(intervalUs: Micros): void {
    this.#idleChunks = 0;
    if (this.#source !== null && this.#open.size > 0 && intervalUs >= this.#intervalUs) {
      if (nowUs() - this.#chunkUs > FRESH_US) this.cut();
    } else if (this.#source !== null && intervalUs === this.#intervalUs) {
      this.cut();
    } else {
      this.#stop();
      this.#begin(intervalUs);
    }
    if (this.#awaits === null) {
      this.#awaits = new InProcessAwaits(this.contexts, rows => {
        for (const recording of this.#open) recording.addAwaits(rows, rows.sites);
      });
      this.#callLines.start();
    }
  }

  #begin(intervalUs: Micros): void {
    this.#source = startSource(intervalUs, this.#sourceName);
    this.#intervalUs = intervalUs;
    this.#chunkUs = nowUs();
    this.contexts.run(null, () => {
      this.#timer = setInterval(() => {
        this.#tick();
      }, CHUNK_MS);
    });
    this.#timer?.unref();
  }

  #tick(): void {
    this.contexts.settle();
    this.cut();
    if (this.#open.size > 0) this.#idleChunks = 0;
    else if (++this.#idleChunks > READY_CHUNKS) this.#stop();
  }

  /** Hands the last samples over and samples no more. */
  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#awaits?.flush();
    if (this.#source !== null) this.#hand(this.#source.stop());
    this.#source = this.#timer = null;
    if (this.#open.size === 0) this.#rest();
  }

  #hand(profile: V8Profile): void {
    const chunk = new SampleChunk(this.#withRunTimes(profile), this.#chunkUs);
    this.#scripts.note(profile);
    const hits = this.#callLines.take();
    for (const recording of this.#open) {
      recording.addInterruptions(hits, this.contexts);
      recording.addSamples(chunk, this.contexts);
      if (recording.endUs <= chunk.endUs) this.#close(recording);
    }
    this.contexts.forget(this.#chunkUs);
    this.#chunkUs = chunk.endUs;
    if (this.#open.size === 0) this.#rest();
  }

  /** What no sample has seen of a run is left where it is: whose it was is not known. */
  #withRunTimes(profile: V8Profile): V8Profile {
    const log = this.#awaits?.freshRuns.take(profile.endTime);
    if (log === undefined) return profile;
    const runs = log.runs.map(run => ({ ...run, startUs: this.contexts.enteredUs(run.startUs) }));
    return withRunTimes(profile, { ...log, runs }, () => undefined);
  }

  #close(recording: InProcessRecording): void {
    this.#open.delete(recording);
    recording.isComplete = true;
    if (recording.asyncMode !== 'disabled') this.contexts.release();
  }

  /** Nobody records: what costs more than a sample a millisecond is switched off. */
  #rest(): void {
    if (this.#awaits === null) return;
    this.#awaits.stop();
    this.#awaits = null;
    this.#callLines.pause();
  }
}

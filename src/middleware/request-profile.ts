// The profile of one request: its own samples and awaits, whatever its neighbours do. Every framework's middleware is
// a few lines around this. Nothing that goes wrong here reaches the response.

import type { Readable } from 'node:stream';
import { htmlReport, Profiler } from '../index.ts';
import type { HtmlReport } from '../index.ts';
import { asksForReport } from './options.ts';
import type { MiddlewareOptions, RequestFacts } from './options.ts';
import { writeReport } from './write-report.ts';
import { warn } from './warning.ts';

/** An object whose listeners are called through its own `emit`. */
export interface Emitter {
  emit(event: string | symbol, ...args: unknown[]): boolean;
}

/** Begins to profile the request, where it or the options ask for it; `undefined` where nobody does, or it fails. */
export function beginProfile<Request>(
  facts: RequestFacts<Request>,
  options: MiddlewareOptions<Request>,
): RequestProfile<Request> | undefined {
  try {
    const isAsked = asksForReport(facts, options);
    if (!isAsked && options.dir == null) return undefined;
    return new RequestProfile(facts, options, isAsked);
  } catch (error) {
    warn(error);
    return undefined;
  }
}

/** Runs until the response is complete. */
export class RequestProfile<Request> {
  readonly #facts: RequestFacts<Request>;
  readonly #options: MiddlewareOptions<Request>;
  readonly #profiler: Profiler;
  readonly #startTime = new Date();
  #isWritten = false;

  constructor(
    facts: RequestFacts<Request>,
    options: MiddlewareOptions<Request>,
    /** The response is to be the report. */
    readonly isAsked: boolean,
  ) {
    this.#facts = facts;
    this.#options = options;
    this.#profiler = new Profiler({
      asyncMode: 'strict',
      description: `${facts.method} ${facts.url}`,
      ...(options.intervalMs === undefined ? {} : { intervalMs: options.intervalMs }),
    }).begin();
  }

  /** Calls `work` as part of the request. */
  within<T>(work: () => T): T {
    return this.#profiler.isRunning ? this.#profiler.within(work) : work();
  }

  /** From now on, listeners of this request or response are part of it, whoever makes it emit. */
  bind(emitter: Emitter): void {
    const emit = emitter.emit.bind(emitter);
    emitter.emit = (event, ...args) => this.within(() => emit(event, ...args));
  }

  /** From now on, what is done to fill this stream is part of it, whoever reads. */
  bindReading(stream: Readable): void {
    const read = stream._read.bind(stream);
    stream._read = size => {
      this.within(() => {
        read(size);
      });
    };
    this.bind(stream);
  }

  /** Ends the profile and renders the report; `undefined` where that fails. */
  report(): HtmlReport | undefined {
    try {
      this.#end();
      const { session } = this.#profiler;
      return session === null ? undefined : htmlReport(session);
    } catch (error) {
      warn(error);
      return undefined;
    }
  }

  /** Ends the profile and writes the report's file, if there is to be one. Never rejects. */
  async finish(): Promise<void> {
    if (this.#isWritten) return;
    this.#isWritten = true;
    this.#end();
    const { dir, filename, renderer = 'html' } = this.#options;
    if (dir == null) return;
    try {
      const session = await this.#profiler.finished();
      const { request, method, url } = this.#facts;
      const startTime = this.#startTime;
      const naming = filename === undefined ? {} : { filename };
      await writeReport({ request, method, url, session, startTime }, { dir, renderer, ...naming });
    } catch (error) {
      warn(error);
    }
  }

  #end(): void {
    this.#profiler[Symbol.dispose]();
  }
}

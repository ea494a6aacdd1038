// `Profiler`: records part of this program, from `start` to `stop`.
//
//   const profiler = new Profiler();
//   profiler.start();
//   await work();
//   await profiler.stop();
//   profiler.print();

import { types } from 'node:util';
import { combineSessions } from './model/combine-sessions.ts';
import { ProfileError } from './model/errors.ts';
import { foldSamples } from './model/fold-samples.ts';
import type { SessionData, SessionMeta } from './model/session.ts';
import type { ConsoleOptions } from './renderers/console.ts';
import { renderConsole } from './renderers/console.ts';
import type { HtmlOptions } from './renderers/html.ts';
import { wantsColor, wantsUnicode } from './renderers/terminal.ts';
import { openInBrowser, writeTemporary } from './open-report.ts';
import { htmlReport, render } from './renderer.ts';
import type { Renderer, RendererOutput } from './renderer.ts';
import type { AsyncContext } from './sampler/in-process/contexts.ts';
import { callerPlace } from './sampler/in-process/frames.ts';
import type { AsyncMode, InProcessRecording } from './sampler/in-process/recording.ts';
import { threadNotes, threadSampler } from './sampler/in-process/sampler.ts';
import { mapToSources } from './map-to-sources.ts';

/** How a profiler records. */
export interface ProfilerOptions {
  /** One sample each so many milliseconds. Default 1. Below 0.1 V8 does not keep up. */
  readonly intervalMs?: number;
  /** What it sees of code that it did not call: see {@link AsyncMode}. Default `enabled`. */
  readonly asyncMode?: AsyncMode;
  /**
   * Whether it is kept when each sample was. Default: yes. Without, a recording does not grow with time: for a server
   * that is recorded for hours.
   */
  readonly timeline?: boolean;
  /** What reports call it. Default: `Profile at`, and the place of the start. */
  readonly description?: string;
}

/** How `print` writes. */
export interface PrintOptions extends ConsoleOptions {
  /** Default: the standard output. Colours are used where it is a terminal, unless `NO_COLOR` is set. */
  readonly stream?: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

interface Part {
  readonly recording: InProcessRecording;
  readonly meta: SessionMeta;
  readonly context: AsyncContext;
}

/**
 * Records this thread, as often as it is started; what is recorded between several starts and stops becomes one
 * session. Any number of profilers may run at once: they share one sampler.
 */
export class Profiler implements Disposable, AsyncDisposable {
  readonly intervalMs: number;
  readonly asyncMode: AsyncMode;
  readonly timeline: boolean;
  readonly #description: string | undefined;
  #running: Part | null = null;
  /** Ended, but not yet made into sessions. */
  #ended: Part[] = [];
  #sessions: SessionData[] = [];

  /** Throws a `ProfileError` (`bad-option`). */
  constructor(options: ProfilerOptions = {}) {
    const { intervalMs = 1, asyncMode = 'enabled', timeline = true, description } = options;
    if (!(intervalMs >= 0.01 && intervalMs <= 10_000)) {
      throw new ProfileError('bad-option', 'The interval must be from 0.01 to 10000 milliseconds.');
    }
    if (!['enabled', 'strict', 'disabled'].includes(asyncMode)) {
      throw new ProfileError('bad-option', 'asyncMode must be enabled, strict or disabled.');
    }
    this.intervalMs = intervalMs;
    this.asyncMode = asyncMode;
    this.timeline = timeline;
    this.#description = description;
  }

  get isRunning(): boolean {
    return this.#running !== null;
  }

  /**
   * Starts to record. The code that follows, in the function that calls this and in all that it calls, belongs to the
   * profiler. Throws a `ProfileError` (`already-running`).
   */
  start(): this {
    const { context, recording } = this.#start();
    if (this.asyncMode !== 'disabled') threadSampler().contexts.enter(context);
    recording.begin();
    return this;
  }

  /**
   * Ends the recording at this very moment; settles with everything that was recorded since the profiler was made or
   * reset. Rejects with a `ProfileError` (`not-running`).
   */
  async stop(): Promise<SessionData> {
    this.#end();
    return this.finished();
  }

  /**
   * Settles with everything that was recorded, when it is convenient: many that wait share one look at V8's samples.
   * Rejects with a `ProfileError` as {@link Profiler.outputText} throws.
   */
  async finished(): Promise<SessionData> {
    if (this.#ended.some(({ recording }) => !recording.isComplete))
      await threadSampler().complete();
    return this.#finished();
  }

  /** Calls `work` as code of this profiler, which must be running. Throws a `ProfileError` (`not-running`). */
  within<T>(work: () => T): T {
    const running = this.#running;
    if (running === null) throw notRunning();
    return threadSampler().contexts.run(running.context, work);
  }

  /**
   * Records the call of `work`, and all that it awaits; nothing that its caller does meanwhile. Gives what `work` gives.
   * Throws a `ProfileError` (`already-running`).
   */
  run<T>(work: () => T): T {
    const { recording, context } = this.#start();
    const end = (): void => {
      if (this.#running?.recording === recording) this.#end();
    };
    let result: T;
    try {
      result = threadSampler().contexts.run(context, work);
    } catch (error) {
      end();
      throw error;
    }
    if (types.isPromise(result)) return result.finally(end) as T;
    end();
    return result;
  }

  /** Starts without making the present code part of it: that is then called by {@link Profiler.within}. */
  begin(): this {
    this.#start();
    return this;
  }

  /** Forgets what was recorded; ends a recording that is running. */
  reset(): void {
    if (this.#running !== null) this.#end();
    this.#ended = [];
    this.#sessions = [];
  }

  /** Everything that was recorded since the profiler was made or reset; `null` before the first stop. */
  get session(): SessionData | null {
    this.#build();
    if (this.#sessions.length === 0) return null;
    if (this.#sessions.length > 1) {
      const combined = combineSessions(this.#sessions);
      this.#sessions = [this.timeline ? combined : foldSamples(combined)];
    }
    return this.#sessions[0] ?? null;
  }

  /** The report as text for a terminal. Throws a `ProfileError` while it records, and before it has. */
  outputText(options: ConsoleOptions = {}): string {
    return renderConsole(this.#finished(), options);
  }

  /** The report as an HTML document. Throws as {@link Profiler.outputText} does. */
  outputHtml(options: HtmlOptions = {}): string {
    return htmlReport(this.#finished(), options).html;
  }

  /** What a renderer makes of the session. Throws as {@link Profiler.outputText} does. */
  output(renderer: Renderer): RendererOutput {
    return render(this.#finished(), renderer);
  }

  /**
   * Writes the report to a stream, in colours and in Unicode where that can show them. Throws as
   * {@link Profiler.outputText} does.
   */
  print({ stream = process.stdout, ...options }: PrintOptions = {}): void {
    const color = wantsColor(process.env, stream);
    stream.write(this.outputText({ color, unicode: wantsUnicode(process.env), ...options }));
  }

  /** Opens the HTML report in the browser; settles with the path of its file. Rejects as `outputText` throws. */
  async open(options: HtmlOptions = {}): Promise<string> {
    const path = await writeTemporary(this.outputHtml(options));
    if (!(await openInBrowser(path, process.env)))
      process.emitWarning(`No browser could be opened for ${path}.`);
    return path;
  }

  /** Stops it, if it runs: `using profiler = new Profiler().start()`. */
  [Symbol.dispose](): void {
    if (this.#running !== null) this.#end();
  }

  /** Stops it, if it runs: `await using profiler = new Profiler().start()`. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#running !== null) await this.stop();
  }

  #start(): Part {
    if (this.#running !== null) {
      throw new ProfileError('already-running', 'This profiler is already running.');
    }
    const sampler = threadSampler();
    const meta = this.#meta();
    const intervalUs = meta.intervalUs;
    const recording = sampler.start({
      intervalUs,
      asyncMode: this.asyncMode,
      timeline: this.timeline,
    });
    const context = sampler.contexts.create(recording.id);
    return (this.#running = { recording, meta, context });
  }

  #end(): void {
    const part = this.#running;
    if (part === null) throw notRunning();
    const sampler = threadSampler();
    sampler.end(part.recording);
    sampler.contexts.exit(part.context);
    this.#running = null;
    this.#ended.push(part);
  }

  #build(): void {
    const sampler = threadSampler();
    if (this.#ended.some(({ recording }) => !recording.isComplete)) sampler.cut();
    for (const { recording, meta } of this.#ended.splice(0))
      this.#sessions.push(mapToSources(sampler.build(recording, meta), meta.cwd));
  }

  #finished(): SessionData {
    if (this.#running !== null) {
      throw new ProfileError('already-running', 'This profiler is running: stop it first.');
    }
    const { session } = this;
    if (session !== null) return session;
    throw new ProfileError('not-running', 'This profiler has recorded nothing yet: start it.');
  }

  #meta(): SessionMeta {
    return {
      program: this.#description ?? `Profile at ${callerPlace()}`,
      startTime: new Date().toISOString(),
      cwd: process.cwd(),
      nodeVersion: process.version,
      platform: process.platform,
      intervalUs: Math.round(this.intervalMs * 1000),
      durationUs: 0,
      cpuTimeUs: null,
      exit: { code: null, signal: null },
      notes: threadNotes(),
    };
  }
}

function notRunning(): ProfileError {
  return new ProfileError('not-running', 'This profiler is not running.');
}

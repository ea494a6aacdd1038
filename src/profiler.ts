// `Profiler`: records part of this program, from `start` to `stop`; see docs/library.md.

import { types } from 'node:util';
import { ProfileError } from './model/errors.ts';
import type { SessionData } from './model/session.ts';
import type { ConsoleOptions } from './renderers/console.ts';
import { renderConsole } from './renderers/console.ts';
import type { HtmlOptions } from './renderers/html.ts';
import { wantsColor, wantsUnicode } from './renderers/terminal.ts';
import { openInBrowser, writeTemporary } from './open-report.ts';
import { checkOptions } from './profiler-options.ts';
import type { CheckedOptions, PrintOptions, ProfilerOptions } from './profiler-options.ts';
import { RecordedParts } from './recorded-parts.ts';
import { htmlReport, render } from './renderer.ts';
import type { Renderer, RendererOutput } from './renderer.ts';
import { endPart, startPart } from './running-part.ts';
import type { RunningPart } from './running-part.ts';
import type { AsyncMode } from './sampler/in-process/recording.ts';
import { threadSampler } from './sampler/in-process/thread-sampler.ts';

/**
 * Records this thread, as often as it is started; what is recorded between several starts and stops becomes one
 * session. Any number of profilers may run at once: they share one sampler.
 */
export class Profiler implements Disposable, AsyncDisposable {
  /** Milliseconds from one sample to the next. */
  readonly intervalMs: number;
  /** What it sees of code that it did not call. */
  readonly asyncMode: AsyncMode;
  /** Whether its session keeps when each sample was. */
  readonly timeline: boolean;
  readonly #options: CheckedOptions;
  #running: RunningPart | null = null;
  readonly #recorded: RecordedParts;

  /** Throws a `ProfileError` (`bad-option`). */
  constructor(options: ProfilerOptions = {}) {
    const { intervalMs, asyncMode, timeline } = (this.#options = checkOptions(options));
    this.intervalMs = intervalMs;
    this.asyncMode = asyncMode;
    this.timeline = timeline;
    this.#recorded = new RecordedParts(timeline);
  }

  /** Whether it records now: between a start and a stop. */
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
   * Rejects with a `ProfileError` (`already-running`, `not-running`), as {@link Profiler.outputText} throws it.
   */
  async finished(): Promise<SessionData> {
    await this.#recorded.complete();
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

  /**
   * Starts without making the present code part of it; what is part of it is then called by {@link Profiler.within}.
   * Throws a `ProfileError` (`already-running`).
   */
  begin(): this {
    this.#start();
    return this;
  }

  /** Forgets what was recorded; ends a recording that is running. */
  reset(): void {
    if (this.#running !== null) this.#end();
    this.#recorded.forget();
  }

  /** Everything that was recorded since the profiler was made or reset; `null` before the first stop. */
  get session(): SessionData | null {
    return this.#recorded.session();
  }

  /** The report as text. Throws a `ProfileError` while it records (`already-running`), or before (`not-running`). */
  outputText(options: ConsoleOptions = {}): string {
    return renderConsole(this.#finished(), options);
  }

  /** The report as an HTML document. Throws as {@link Profiler.outputText} does. */
  outputHtml(options: HtmlOptions = {}): string {
    return htmlReport(this.#finished(), options).html;
  }

  /**
   * What a renderer makes of the session. Throws as {@link Profiler.outputText} does, and a `ProfileError` (`bad-option`)
   * for a name that there is not.
   */
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

  #start(): RunningPart {
    if (this.#running !== null) {
      throw new ProfileError('already-running', 'This profiler is already running.');
    }
    return (this.#running = startPart(this.#options));
  }

  #end(): void {
    const part = this.#running;
    if (part === null) throw notRunning();
    endPart(part);
    this.#running = null;
    this.#recorded.add(part);
  }

  #finished(): SessionData {
    if (this.#running !== null) {
      throw new ProfileError('already-running', 'This profiler is running: stop it first.');
    }
    const { session } = this;
    if (session !== null) return session;
    throw new ProfileError('not-running', 'This profiler has recorded nothing yet: start it.');
  }
}

function notRunning(): ProfileError {
  return new ProfileError('not-running', 'This profiler is not running.');
}

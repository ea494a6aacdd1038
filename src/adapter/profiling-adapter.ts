// The debug adapter: an editor's Debug Adapter Protocol in, calls of the sampler out. A program that is "debugged" by it
// is recorded: it runs as ever, never stops at a breakpoint, and its times are shown when it has ended.
//
//   initialize → launch | attach → (output, threads …) → terminate | disconnect → exited, terminated

import { constants } from 'node:os';
import { DebugSession, ExitedEvent, InitializedEvent } from '@vscode/debugadapter';
import { OutputEvent, TerminatedEvent, Thread, ThreadEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { RunningProgram } from '../sampler/program.ts';
import { parseAttach } from './attach-configuration.ts';
import type { Attributes } from './attributes.ts';
import { beginRun } from './begin-run.ts';
import { parseLaunch } from './launch-configuration.ts';
import type { Recorder, Run } from './recorder.ts';
import { attachRun, launchRun } from './requested-run.ts';

/**
 * One debug session: one run. Of the library's two session classes this is the one without a log: the other's would
 * keep all messages in memory here, where no log file is opened.
 */
export class ProfilingAdapter extends DebugSession {
  #program: RunningProgram | undefined;
  #isRunning = false;
  #threads = 0;
  /** Answers to those who asked for the end. */
  readonly #stopping: DebugProtocol.Response[] = [];

  constructor(private readonly recorder: Recorder) {
    super();
  }

  /** The editor has closed the session: what still runs is of no use to anybody. */
  override dispose(): void {
    if (this.#isRunning) this.#stop();
  }

  protected override initializeRequest(response: DebugProtocol.InitializeResponse): void {
    // What is not named here is not supported: breakpoints of every kind, steps, variables, expressions.
    response.body = { supportsConfigurationDoneRequest: true, supportsTerminateRequest: true };
    this.sendResponse(response);
    this.sendEvent(new InitializedEvent());
  }

  protected override launchRequest(
    response: DebugProtocol.LaunchResponse,
    args: DebugProtocol.LaunchRequestArguments,
  ): void {
    const onOutput = (text: string, category: string): void => {
      this.sendEvent(new OutputEvent(text, category));
    };
    const { places, defaultsFor } = this.recorder;
    this.#answer(response, () => {
      const configuration = parseLaunch(args as Attributes);
      const { entry, cwd } = configuration;
      const defaults = defaultsFor(entry.kind === 'file' ? entry.path : cwd);
      return launchRun(configuration, { defaults, places, onOutput });
    });
  }

  protected override attachRequest(
    response: DebugProtocol.AttachResponse,
    args: DebugProtocol.AttachRequestArguments,
  ): void {
    const { places, defaultsFor } = this.recorder;
    this.#answer(response, () =>
      attachRun(parseAttach(args as Attributes), { defaults: defaultsFor(), places }),
    );
  }

  protected override terminateRequest(response: DebugProtocol.TerminateResponse): void {
    this.#end(response);
  }

  protected override disconnectRequest(response: DebugProtocol.DisconnectResponse): void {
    this.#end(response);
  }

  /** One thread for each lane. */
  protected override threadsRequest(response: DebugProtocol.ThreadsResponse): void {
    const names = this.#program?.laneNames ?? [];
    response.body = { threads: names.map((name, lane) => new Thread(threadOf(lane), name)) };
    this.sendResponse(response);
  }

  /** Editors send breakpoints whatever they are told. */
  protected override setBreakPointsRequest(
    response: DebugProtocol.SetBreakpointsResponse,
    { breakpoints = [] }: DebugProtocol.SetBreakpointsArguments,
  ): void {
    response.body = {
      breakpoints: breakpoints.map(() => ({ verified: false, message: NO_STOPS })),
    };
    this.sendResponse(response);
  }

  protected override pauseRequest(response: DebugProtocol.PauseResponse): void {
    this.#refuse(response, NO_STOPS, true);
  }

  protected override evaluateRequest(response: DebugProtocol.EvaluateResponse): void {
    this.#refuse(response, 'Hotpath records the program: expressions cannot be evaluated in it.');
  }

  #answer(response: DebugProtocol.Response, describe: () => Run): void {
    this.#record(response, describe).catch((error: unknown) => {
      this.recorder.showFailure(error);
    });
  }

  /** From the request that starts it to the events that tell its end. */
  async #record(response: DebugProtocol.Response, describe: () => Run): Promise<void> {
    const begun = await this.#begin(response, describe);
    if (begun === undefined) return;
    const { program, over, isAttached } = begun;
    this.#tellStart(program);
    await over;
    // Before the events: at these, the editor hears no more answers.
    this.#answerStops();
    if (!isAttached) this.sendEvent(new ExitedEvent(await exitCodeOf(program)));
    this.sendEvent(new TerminatedEvent());
  }

  /** `undefined` when it did not start, which everybody has been told then. */
  async #begin(response: DebugProtocol.Response, describe: () => Run): Promise<Begun | undefined> {
    try {
      const run = describe();
      const { started, over } = beginRun(this.recorder, run);
      this.#isRunning = true;
      this.#program = await started;
      this.sendResponse(response);
      return { program: this.#program, over, isAttached: run.isAttached };
    } catch (error) {
      this.recorder.showFailure(error);
      this.#refuse(response, error instanceof Error ? error.message : String(error));
      this.#answerStops();
      return undefined;
    }
  }

  #tellStart(program: RunningProgram): void {
    this.sendEvent(new OutputEvent(`${program.description}\n`, 'console'));
    const tellThreads = (): void => {
      while (this.#threads < program.laneNames.length) {
        this.sendEvent(new ThreadEvent('started', threadOf(this.#threads++)));
      }
    };
    program.onChunk(tellThreads);
    tellThreads();
  }

  /** Answers when the run is over, so that the next one can begin at once. */
  #end(response: DebugProtocol.Response): void {
    if (!this.#isRunning) {
      this.sendResponse(response);
      return;
    }
    this.#stopping.push(response);
    this.#stop();
  }

  #stop(): void {
    this.recorder.stop().catch((error: unknown) => {
      this.recorder.showFailure(error);
    });
  }

  #answerStops(): void {
    this.#isRunning = false;
    for (const response of this.#stopping.splice(0)) this.sendResponse(response);
  }

  /** The recorder has shown failures itself: the editor is not to show them again. */
  #refuse(response: DebugProtocol.Response, format: string, showUser = false): void {
    this.sendErrorResponse(response, { id: 1, format, showUser });
  }
}

interface Begun {
  readonly program: RunningProgram;
  readonly over: Promise<void>;
  readonly isAttached: boolean;
}

const NO_STOPS = 'Hotpath records the program without ever stopping it.';

/** Threads are numbered from 1. */
function threadOf(lane: number): number {
  return lane + 1;
}

/** As a shell tells it: a signal counts from 128. */
async function exitCodeOf(program: RunningProgram): Promise<number> {
  const { session } = await program.finished.catch(() => program.snapshot());
  const { code, signal } = session.meta.exit;
  return code ?? (signal === null ? 0 : 128 + constants.signals[signal as NodeJS.Signals]);
}

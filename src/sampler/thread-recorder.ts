// Records one thread over its inspector: samples in chunks, call lines, scripts.
//
// Chunks keep the memory of both sides and the pause at the end small however long the program runs, and are all that
// is lost when it is killed. Between two of them `profile-bridge.ts` keeps V8's profiler alive.

import type { V8Profile } from '../formats/v8-profile.ts';
import type { Micros } from '../model/frame.ts';
import { CallLineProbe } from './call-lines/call-line-probe.ts';
import type { InspectorPort } from './protocol/inspector-port.ts';
import { ignoreReply } from './protocol/inspector-port.ts';
import type { ChunkMessage, ScriptMessage } from './messages.ts';
import { ProfileBridge } from './profile-bridge.ts';
import { isMadeByTool, isMadeInMemory, isTool, ScriptFinder } from './script-finder.ts';
import { whenSetUp } from './thread-setup.ts';

/** Notes a thread's awaits. */
export interface AwaitNotes {
  /** To be called before the thread runs its program. */
  prepare(): void;
  /** Begins to note; the thread must have been set up. */
  start(): void;
  /** Has the thread hand over what it noted. */
  flush(): void;
  /** Has the thread hand over the rest and note no more. */
  remove(): void;
}

/** What a recorder needs besides its thread. */
export interface ThreadRecorderOptions {
  readonly intervalUs: Micros;
  /** CPU time of the process so far. */
  readonly cpuTimeUs: () => Micros;
  /** Path of what the process runs; empty where that is no file. */
  readonly script: string;
  readonly emit: (message: ChunkMessage | ScriptMessage) => void;
  readonly awaits: AwaitNotes;
  /** The thread has only just been made, and waits for us: what it will run; see `programOf`. */
  readonly starts?: string;
  /** The thread ran before; its optimised functions are to be compiled anew. */
  readonly isWarm?: boolean;
}

/** The first chunks are short, so that a program that is killed early, or watched live, has them early. */
const FIRST_CHUNKS_MS = [100, 150, 250, 500];
const CHUNK_MS = 1000;
/** Each of these costs much. */
const UNBRIDGED_CHUNK_MS = 10_000;

/** Records from `start` to `finish`. */
export class ThreadRecorder {
  private readonly probe: CallLineProbe;
  private readonly scripts: ScriptFinder;
  private readonly bridge: ProfileBridge;
  private chunks = 0;
  private busy = false;
  private isSetUp = false;
  private finished = false;
  private timer: NodeJS.Timeout | null = null;
  private readonly whenIdle: (() => void)[] = [];

  constructor(
    private readonly port: InspectorPort,
    private readonly options: ThreadRecorderOptions,
  ) {
    this.probe = new CallLineProbe(port);
    this.bridge = new ProfileBridge(port);
    const isWanted = isTool(options.script) ? isMadeByTool : isMadeInMemory;
    this.scripts = new ScriptFinder(port, options.emit, isWanted);
  }

  /** Begins to record; `done` is called once V8 samples the thread. */
  start(done: (error: Error | null) => void): void {
    const { port } = this;
    port.post('Profiler.enable', {}, ignoreReply);
    port.post('Profiler.setSamplingInterval', { interval: this.options.intervalUs }, ignoreReply);
    port.post('Profiler.start', {}, error => {
      done(error);
    });
    if (this.options.isWarm === true) this.recompile();
    this.options.awaits.prepare();
    const begin = (): void => {
      this.begin();
    };
    const { starts } = this.options;
    if (starts === undefined) begin();
    else whenSetUp(port, { program: starts, isOver: () => this.finished }, begin);
  }

  /**
   * V8 can tell the functions that were optimised into their callers only in code that was compiled while it samples.
   * To count calls it drops all optimised code, so it is told to, for a moment.
   */
  private recompile(): void {
    const how = { callCount: false, detailed: false };
    this.port.post('Profiler.startPreciseCoverage', how, ignoreReply);
    this.port.post('Profiler.stopPreciseCoverage', {}, ignoreReply);
  }

  private begin(): void {
    if (this.finished) return;
    this.isSetUp = true;
    this.options.awaits.start();
    this.probe.start();
    this.bridge.prepare(() => {
      this.schedule();
    });
  }

  /** Delivers what there is now and goes on; `done` is called when it was sent. */
  fetch(done: () => void): void {
    if (this.finished || !this.isSetUp) done();
    else if (this.busy)
      this.whenIdle.push(() => {
        this.fetch(done);
      });
    else this.takeChunk(done);
  }

  /** Delivers the rest and stops recording. */
  finish(done: () => void): void {
    if (this.finished) return;
    if (this.busy) {
      this.whenIdle.push(() => {
        this.finish(done);
      });
      return;
    }
    this.finished = true;
    this.probe.stop();
    if (this.timer !== null) clearTimeout(this.timer);
    this.options.awaits.remove();
    this.port.post('Profiler.stop', {}, (_error, result) => {
      this.deliver(result['profile'], done);
    });
  }

  /** Stops recording; what was not delivered is dropped. */
  abandon(): void {
    this.finished = true;
    this.probe.stop();
    if (this.timer !== null) clearTimeout(this.timer);
    this.options.awaits.remove();
    this.port.post('Profiler.disable', {}, ignoreReply);
    if (this.options.starts !== undefined)
      this.port.post('Runtime.runIfWaitingForDebugger', {}, ignoreReply);
    const enabled = false;
    this.port.post('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled }, ignoreReply);
  }

  private schedule(): void {
    if (this.finished || this.busy) return;
    const pause = this.bridge.isThere ? FIRST_CHUNKS_MS[this.chunks] : UNBRIDGED_CHUNK_MS;
    this.timer = setTimeout(() => {
      if (!this.busy) this.takeChunk(() => undefined);
    }, pause ?? CHUNK_MS);
    this.timer.unref();
  }

  private takeChunk(done: () => void): void {
    const { port } = this;
    this.busy = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.options.awaits.flush();
    let open = 2;
    const settle = (): void => {
      if (--open > 0) return;
      done();
      this.endChunk();
    };
    this.bridge.open();
    port.post('Profiler.stop', {}, (_error, result) => {
      this.deliver(result['profile'], settle);
    });
    port.post('Profiler.start', {}, ignoreReply);
    this.bridge.close(settle);
  }

  private endChunk(): void {
    this.chunks++;
    this.busy = false;
    for (const next of this.whenIdle.splice(0)) next();
    this.schedule();
  }

  /**
   * Scripts are told before the samples in them, so that whoever reads these can map them; so are the awaits of their
   * time, which may arrive here on another way, but were sent before.
   */
  private deliver(profile: unknown, done: () => void): void {
    if (profile === undefined) {
      done();
      return;
    }
    const callSites = this.probe.take();
    const cpuTimeUs = this.options.cpuTimeUs();
    const emit = (): void => {
      this.options.emit({ type: 'chunk', profile: profile as V8Profile, callSites, cpuTimeUs });
      done();
    };
    this.scripts.note(profile as V8Profile);
    setImmediate(() => {
      if (this.finished || isPowerOfTwo(this.chunks + 1)) this.scripts.find(emit);
      else emit();
    });
  }
}

/** Scripts are asked about after chunk 1, 2, 4, 8, …: asking has a price, and few come late. */
function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0;
}

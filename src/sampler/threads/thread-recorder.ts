// Records one thread over its inspector: samples in chunks, call lines, scripts.
//
// Chunks keep the memory of both sides and the pause at the end small however long the program runs, and are all that
// is lost when it is killed. Between two of them `profile-bridge.ts` keeps V8's profiler alive.

import type { V8Profile } from '../../formats/v8-profile.ts';
import type { Micros } from '../../model/frame.ts';
import { CallLineProbe } from '../call-lines/call-line-probe.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { ignoreReply } from '../protocol/inspector-port.ts';
import type { ChunkMessage, ScriptMessage } from '../messages.ts';
import { isMadeByTool, isMadeInMemory, isTool, ScriptFinder } from './script-finder.ts';
import { ThreadProfile } from './thread-profile.ts';
import { ThreadStart } from './thread-start.ts';
import type { ThreadStartOptions } from './thread-start.ts';

/** What a recorder needs besides its thread. */
export interface ThreadRecorderOptions extends ThreadStartOptions {
  readonly intervalUs: Micros;
  /** CPU time of the process so far. */
  readonly cpuTimeUs: () => Micros;
  /** Path of what the process runs; empty where that is no file. */
  readonly script: string;
  readonly emit: (message: ChunkMessage | ScriptMessage) => void;
}

/** The first chunks are short, so that a program that is killed early, or watched live, has them early. */
const FIRST_CHUNKS_MS = [100, 150, 250, 500];
const CHUNK_MS = 1000;
/** So many chunks lie between two times at which scripts are asked about, where new ones were seen. */
const ASKED_CHUNKS = 3;
/** Each of these costs much. */
const UNBRIDGED_CHUNK_MS = 10_000;

/** Records from `start` to `finish`. */
export class ThreadRecorder {
  private readonly probe: CallLineProbe;
  private readonly scripts: ScriptFinder;
  private readonly profile: ThreadProfile;
  private chunks = 0;
  /** The last chunk after which scripts were asked about. */
  private askedChunk = 0;
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
    this.profile = new ThreadProfile(port, options.intervalUs);
    const isWanted = isTool(options.script) ? isMadeByTool : isMadeInMemory;
    this.scripts = new ScriptFinder(port, options.emit, isWanted);
  }

  /** Begins to record; `done` is called once V8 samples the thread, or will as soon as it is set up. */
  start(done: (error: Error | null) => void): void {
    new ThreadStart(this.port, this.profile, this.options).start({
      onSampled: done,
      onBegun: () => {
        this.begin();
      },
      isOver: () => this.finished,
    });
  }

  private begin(): void {
    this.isSetUp = true;
    this.probe.start();
    this.profile.prepareExchange(() => {
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
    const { agent } = this.options;
    agent.flush();
    this.profile.stop(profile => {
      this.deliver(profile, done);
    });
    agent.remove();
  }

  /** Stops recording; what was not delivered is dropped. */
  abandon(): void {
    this.finished = true;
    this.probe.stop();
    if (this.timer !== null) clearTimeout(this.timer);
    this.profile.leave();
    this.options.agent.remove();
    if (this.options.starts !== undefined)
      this.port.post('Runtime.runIfWaitingForDebugger', {}, ignoreReply);
    const enabled = false;
    this.port.post('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled }, ignoreReply);
  }

  private schedule(): void {
    if (this.finished || this.busy) return;
    const pause = this.profile.isExchangedCheaply
      ? FIRST_CHUNKS_MS[this.chunks]
      : UNBRIDGED_CHUNK_MS;
    this.timer = setTimeout(() => {
      if (!this.busy) this.takeChunk(() => undefined);
    }, pause ?? CHUNK_MS);
    this.timer.unref();
  }

  private takeChunk(done: () => void): void {
    this.busy = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.options.agent.flush();
    let open = 2;
    const settle = (): void => {
      if (--open > 0) return;
      done();
      this.endChunk();
    };
    this.profile.exchange(profile => {
      this.deliver(profile, settle);
    }, settle);
  }

  /** Asking about scripts has a price, and few come late; but a server that is killed has some that never come again. */
  private isAskedNow(): boolean {
    return (
      this.finished ||
      this.chunks < FIRST_CHUNKS_MS.length ||
      this.chunks - this.askedChunk >= ASKED_CHUNKS
    );
  }

  private endChunk(): void {
    this.chunks++;
    this.busy = false;
    for (const next of this.whenIdle.splice(0)) next();
    this.schedule();
  }

  /**
   * Scripts are told before the samples in them, so that whoever reads these can map them; so are the awaits of their
   * time.
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
    this.options.agent.collect();
    this.scripts.note(profile as V8Profile);
    if (!this.isAskedNow()) emit();
    else {
      this.askedChunk = this.chunks;
      this.scripts.find(emit);
    }
  }
}

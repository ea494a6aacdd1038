// Records every JavaScript thread of one process: the main thread, over its inspector, and the worker threads, which
// are reached through the main thread's inspector (the NodeWorker domain). Each becomes a lane.

import type { Micros } from '../model/frame.ts';
import { AwaitInjection } from './awaits/await-injection.ts';
import { ignoreReply } from './protocol/inspector-port.ts';
import type { InspectorPort } from './protocol/inspector-port.ts';
import type { AwaitBatch, LaneMessage } from './messages.ts';
import { ThreadRecorder } from './thread-recorder.ts';
import type { AwaitNotes, ThreadRecorderOptions } from './thread-recorder.ts';
import { programOf } from './thread-setup.ts';
import { WorkerPorts } from './protocol/worker-ports.ts';

/** Where one lane's messages go. */
export interface LaneSink {
  send(message: LaneMessage): void;
  /** Nothing more will be sent; `done` is called once all of it is out of our hands. */
  end(done: () => void): void;
}

/** What a process recorder needs besides the main thread's inspector. */
export interface ProcessRecorderOptions {
  readonly intervalUs: Micros;
  readonly cpuTimeUs: () => Micros;
  /** Path of what the process runs; empty where that is no file. */
  readonly script: string;
  /** Opens the lane of a worker thread. */
  readonly openLane: (threadId: number) => LaneSink;
  /** Worker threads that are not the program's: ours, or Node.js' own. */
  readonly isOwnWorker: (url: string) => boolean;
  /** As every lane's hello tells it. */
  readonly clockOriginUs: Micros;
  /** Text of the bundle that notes awaits in threads where nothing of ours runs. */
  readonly awaitScript: string;
  /** Notes the awaits of the main thread, where something of ours runs there. */
  readonly mainAwaits?: AwaitNotes;
  /** Threads that ran before are recorded as if they had just begun; see `ThreadRecorderOptions.isWarm`. */
  readonly recompiles?: boolean;
}

/** At the end, worker threads have this long to deliver. */
const WORKER_PATIENCE_MS = 500;
/** A thread that is being made is told of within this time. */
const STARTING_MS = 1000;

interface Lane {
  readonly recorder: ThreadRecorder;
  readonly sink: LaneSink;
  /** Those who wait until the thread is let go; empty as long as it is recorded. */
  readonly whenGone: (() => void)[];
}

/** Records from `start` to `finish`. */
export class ProcessRecorder {
  private readonly main: Lane;
  private readonly workers = new Map<string, Lane>();
  private readonly ports: WorkerPorts;
  /** New threads are of no interest any more. */
  private isAbandoned = false;

  constructor(
    private readonly port: InspectorPort,
    private readonly options: ProcessRecorderOptions,
    sink: LaneSink,
  ) {
    this.ports = new WorkerPorts(port);
    this.main = this.lane(port, sink, {
      awaits: options.mainAwaits ?? this.inject(port, sink),
      isWarm: options.recompiles === true,
    });
  }

  /** Whether worker threads are recorded now. */
  get hasWorkers(): boolean {
    return this.workers.size > 0;
  }

  /** Begins to record; `done` is called once V8 samples the main thread. */
  start(done: (error: Error | null) => void): void {
    const { port } = this;
    port.on('NodeWorker.attachedToWorker', params => {
      this.attach(params);
    });
    port.on('NodeWorker.detachedFromWorker', params => {
      this.detach(String(params['sessionId']));
    });
    port.post('NodeWorker.enable', { waitForDebuggerOnStart: true }, ignoreReply);
    this.main.recorder.start(done);
  }

  /** Delivers what there is now and goes on; `done` is called when every lane has sent it. */
  fetch(done: () => void): void {
    const lanes = [this.main, ...this.workers.values()];
    whenAll(
      lanes,
      (lane, next) => {
        lane.recorder.fetch(next);
      },
      done,
    );
  }

  /** Delivers the rest and stops recording. */
  finish(done: () => void): void {
    const workers = [...this.workers.keys()];
    let isOver = false;
    const finishMain = (): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      this.letWorkersGo();
      this.main.recorder.finish(() => {
        this.main.sink.end(done);
      });
    };
    // A worker in native code does not answer.
    const timer = setTimeout(finishMain, WORKER_PATIENCE_MS);
    whenAll(
      workers,
      (id, next) => {
        this.finishWorker(id, next);
      },
      finishMain,
    );
  }

  /** From now on no thread is held for us: a process that ends waits for one that is. */
  private letWorkersGo(): void {
    for (const sessionId of this.workers.keys())
      this.port.post('NodeWorker.detach', { sessionId }, ignoreReply);
    this.port.post('NodeWorker.disable', {}, ignoreReply);
  }

  /**
   * Stops recording and delivers nothing: nobody listens any more. Threads are let go, or they would wait for us; one
   * that is just being made as well, as soon as it is told of. Calling what is returned calls `done` at once.
   */
  abandon(done: () => void): () => void {
    this.isAbandoned = true;
    for (const { recorder } of [this.main, ...this.workers.values()]) recorder.abandon();
    for (const sessionId of this.workers.keys())
      this.port.post('NodeWorker.detach', { sessionId }, ignoreReply);
    this.workers.clear();
    this.port.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, ignoreReply);
    let hasLeft = false;
    const leave = (): void => {
      if (hasLeft) return;
      hasLeft = true;
      clearTimeout(timer);
      this.port.post('NodeWorker.disable', {}, ignoreReply);
      done();
    };
    const timer = setTimeout(leave, STARTING_MS);
    timer.unref();
    return leave;
  }

  private attach(params: Record<string, unknown>): void {
    const sessionId = String(params['sessionId']);
    const info = params['workerInfo'] as { readonly workerId: string; readonly url: string };
    const port = this.ports.open(sessionId);
    if (this.isAbandoned || this.options.isOwnWorker(info.url)) {
      port.post('Runtime.runIfWaitingForDebugger', {}, ignoreReply);
      this.port.post('NodeWorker.detach', { sessionId }, ignoreReply);
      this.ports.close(sessionId);
      return;
    }
    const sink = this.options.openLane(Number(info.workerId));
    const isStarting = params['waitingForDebugger'] === true;
    const lane = this.lane(port, sink, {
      awaits: this.inject(port, sink),
      ...(isStarting ? { starts: programOf(info.url) } : {}),
      isWarm: this.options.recompiles === true && !isStarting,
    });
    this.workers.set(sessionId, lane);
    port.on('NodeRuntime.waitingForDisconnect', () => {
      this.finishWorker(sessionId, () => undefined);
    });
    port.post('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true }, ignoreReply);
    lane.recorder.start(() => {
      port.post('Runtime.runIfWaitingForDebugger', {}, ignoreReply);
    });
  }

  /** Fetches the rest of a worker and lets it go: one that is told to end waits for that. */
  private finishWorker(sessionId: string, done: () => void): void {
    const lane = this.workers.get(sessionId);
    if (lane === undefined) {
      done();
      return;
    }
    lane.whenGone.push(done);
    if (lane.whenGone.length > 1) return;
    lane.recorder.finish(() => {
      lane.recorder.abandon();
      this.port.post('NodeWorker.detach', { sessionId }, ignoreReply);
      this.forget(sessionId);
    });
  }

  private forget(sessionId: string): void {
    const lane = this.workers.get(sessionId);
    this.workers.delete(sessionId);
    this.ports.close(sessionId);
    lane?.sink.end(() => {
      for (const done of lane.whenGone) done();
    });
  }

  /** A worker that was terminated: what it had not delivered is lost. */
  private detach(sessionId: string): void {
    this.forget(sessionId);
  }

  private lane(
    port: InspectorPort,
    sink: LaneSink,
    more: Pick<ThreadRecorderOptions, 'awaits' | 'starts' | 'isWarm'>,
  ): Lane {
    const { intervalUs, cpuTimeUs, script } = this.options;
    const emit = (message: LaneMessage): void => {
      sink.send(message);
    };
    const recorder = new ThreadRecorder(port, { intervalUs, cpuTimeUs, script, emit, ...more });
    return { recorder, sink, whenGone: [] };
  }

  private inject(port: InspectorPort, sink: LaneSink): AwaitInjection {
    const { awaitScript: script, clockOriginUs } = this.options;
    const emit = (batch: AwaitBatch): void => {
      sink.send(batch);
    };
    return new AwaitInjection(port, { script, clockOriginUs, emit });
  }
}

/** Does something for each, and calls `done` when all have called back. */
function whenAll<T>(
  items: readonly T[],
  each: (item: T, next: () => void) => void,
  done: () => void,
): void {
  let open = items.length;
  if (open === 0) done();
  for (const item of items)
    each(item, () => {
      if (--open === 0) done();
    });
}

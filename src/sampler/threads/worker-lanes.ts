// The worker threads of a process that is recorded. They are reached through the main thread's inspector (the NodeWorker
// domain), which tells of each as it is made and holds it until we let it run.

import type { EndingWorkers } from '../protocol/ending-workers.ts';
import { ignoreReply } from '../protocol/inspector-port.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { WorkerPorts } from '../protocol/worker-ports.ts';
import { ThreadLane } from './thread-lane.ts';
import type { LaneSink, ThreadLaneOptions } from './thread-lane.ts';
import type { ThreadRecorder } from './thread-recorder.ts';
import { programOf } from './thread-setup.ts';
import { whenAll } from './when-all.ts';

/** What is needed besides the main thread's inspector. */
export interface WorkerLanesOptions extends ThreadLaneOptions {
  /** Opens the lane of a worker thread. */
  readonly openLane: (threadId: number) => LaneSink;
  /** Worker threads that are not the program's: ours, or Node.js' own. */
  readonly isOwnWorker: (url: string) => boolean;
  /** Where the program tells which of them it is about to end. */
  readonly ending?: EndingWorkers;
  /** Whether the calls of the main thread are counted, or may be; see `ThreadStartOptions`. */
  readonly isCounted: boolean;
  /** Threads that ran before are recorded as if they had just begun; see `ThreadStartOptions.isWarm`. */
  readonly recompiles?: boolean;
}

/** A thread that is being made is told of within this time. */
const STARTING_MS = 1000;

interface WorkerLane {
  readonly lane: ThreadLane;
  /** Those who wait until the thread is let go; empty as long as it is recorded. */
  readonly whenGone: (() => void)[];
}

/** Records workers from `start` to `finish`. */
export class WorkerLanes {
  /** Session of the inspector → its worker. */
  private readonly workers = new Map<string, WorkerLane>();
  private readonly ports: WorkerPorts;
  /** New threads are of no interest any more. */
  private isAbandoned = false;

  constructor(
    private readonly main: InspectorPort,
    private readonly options: WorkerLanesOptions,
  ) {
    this.ports = new WorkerPorts(main, options.ending);
  }

  /** Those that are recorded now. */
  get recorders(): readonly ThreadRecorder[] {
    return [...this.workers.values()].map(({ lane }) => lane.recorder);
  }

  /** Takes up the workers that there are, and those that will be. */
  start(): void {
    this.main.on('NodeWorker.attachedToWorker', params => {
      this.attach(params);
    });
    // One that was terminated: what it had not delivered is lost.
    this.main.on('NodeWorker.detachedFromWorker', params => {
      this.forget(String(params['sessionId']));
    });
    this.main.post('NodeWorker.enable', { waitForDebuggerOnStart: true }, ignoreReply);
  }

  /** Delivers the rest of all that there are; `done` is called when all are gone. */
  finish(done: () => void): void {
    whenAll(
      [...this.workers.keys()],
      (id, next) => {
        this.finishWorker(id, next);
      },
      done,
    );
  }

  /** From now on no thread is held for us: a process that ends waits for one that is. */
  letGo(): void {
    for (const sessionId of this.workers.keys()) this.release(sessionId);
    this.main.post('NodeWorker.disable', {}, ignoreReply);
  }

  /**
   * Stops recording and delivers nothing. Threads are let go, or they would wait for us; one that is just being made as
   * well, as soon as it is told of. Calling what is returned calls `done` at once.
   */
  abandon(done: () => void): () => void {
    this.isAbandoned = true;
    for (const recorder of this.recorders) recorder.abandon();
    for (const sessionId of this.workers.keys()) this.release(sessionId);
    this.workers.clear();
    this.main.post('NodeWorker.enable', { waitForDebuggerOnStart: false }, ignoreReply);
    let hasLeft = false;
    const leave = (): void => {
      if (hasLeft) return;
      hasLeft = true;
      clearTimeout(timer);
      this.main.post('NodeWorker.disable', {}, ignoreReply);
      done();
    };
    const timer = setTimeout(leave, STARTING_MS);
    timer.unref();
    return leave;
  }

  private attach(params: Record<string, unknown>): void {
    const sessionId = String(params['sessionId']);
    const { workerId, url } = params['workerInfo'] as WorkerInfo;
    const port = this.ports.connect(sessionId, Number(workerId));
    if (this.isAbandoned || this.options.isOwnWorker(url)) {
      port.post('Runtime.runIfWaitingForDebugger', {}, ignoreReply);
      this.release(sessionId);
      this.ports.close(sessionId);
      return;
    }
    const lane = this.open(port, { workerId, url }, params['waitingForDebugger'] === true);
    this.workers.set(sessionId, { lane, whenGone: [] });
    port.on('NodeRuntime.waitingForDisconnect', () => {
      this.finishWorker(sessionId, () => undefined);
    });
    port.post('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true }, ignoreReply);
    lane.recorder.start(() => {
      port.post('Runtime.runIfWaitingForDebugger', {}, ignoreReply);
    });
  }

  private open(
    port: InspectorPort,
    { workerId, url }: WorkerInfo,
    isStarting: boolean,
  ): ThreadLane {
    const { options } = this;
    const start = {
      isCounted: options.isCounted || (isStarting ? false : ('ask' as const)),
      ...(isStarting ? { starts: programOf(url) } : {}),
      isWarm: options.recompiles === true && !isStarting,
    };
    return new ThreadLane(port, options.openLane(Number(workerId)), { ...options, start });
  }

  /** Fetches the rest of a worker and lets it go: one that is told to end waits for that. */
  private finishWorker(sessionId: string, done: () => void): void {
    const worker = this.workers.get(sessionId);
    if (worker === undefined) {
      done();
      return;
    }
    worker.whenGone.push(done);
    if (worker.whenGone.length > 1) return;
    const { recorder } = worker.lane;
    recorder.finish(() => {
      recorder.abandon();
      // A process that exits terminates it next.
      this.ports.whenAnswered(sessionId, () => {
        this.release(sessionId);
        this.forget(sessionId);
      });
    });
  }

  private release(sessionId: string): void {
    this.main.post('NodeWorker.detach', { sessionId }, ignoreReply);
  }

  private forget(sessionId: string): void {
    const worker = this.workers.get(sessionId);
    this.workers.delete(sessionId);
    this.ports.close(sessionId);
    worker?.lane.end(() => {
      for (const done of worker.whenGone) done();
    });
  }
}

/** As the inspector tells of it. */
interface WorkerInfo {
  readonly workerId: string;
  readonly url: string;
}

// Records every JavaScript thread of one process: the main thread, over its inspector, and the worker threads, which
// are reached through it. Each becomes a lane.

import type { InspectorPort } from '../protocol/inspector-port.ts';
import type { ThreadAgent } from './thread-agent.ts';
import { ThreadLane } from './thread-lane.ts';
import type { LaneSink } from './thread-lane.ts';
import { whenAll } from './when-all.ts';
import { WorkerLanes } from './worker-lanes.ts';
import type { WorkerLanesOptions } from './worker-lanes.ts';

/** What a process recorder needs besides the main thread's inspector. */
export interface ProcessRecorderOptions extends WorkerLanesOptions {
  /** What runs of ours in the main thread, if something does. */
  readonly mainAgent?: ThreadAgent;
}

/** At the end, worker threads have this long to deliver. */
const WORKER_PATIENCE_MS = 500;

/** Records from `start` to `finish`. */
export class ProcessRecorder {
  private readonly main: ThreadLane;
  private readonly workers: WorkerLanes;

  constructor(port: InspectorPort, options: ProcessRecorderOptions, sink: LaneSink) {
    const { mainAgent, isCounted, recompiles } = options;
    this.workers = new WorkerLanes(port, options);
    const start = {
      ...(mainAgent === undefined ? {} : { agent: mainAgent }),
      isCounted,
      isWarm: recompiles === true,
    };
    this.main = new ThreadLane(port, sink, { ...options, start });
  }

  /** Whether worker threads are recorded now. */
  get hasWorkers(): boolean {
    return this.workers.recorders.length > 0;
  }

  /** Begins to record; `done` is called once V8 samples the main thread. */
  start(done: (error: Error | null) => void): void {
    this.workers.start();
    this.main.recorder.start(done);
  }

  /** Delivers what there is now and goes on; `done` is called when every lane has sent it. */
  fetch(done: () => void): void {
    const recorders = [this.main.recorder, ...this.workers.recorders];
    whenAll(
      recorders,
      (recorder, next) => {
        recorder.fetch(next);
      },
      done,
    );
  }

  /** Delivers the rest and stops recording. */
  finish(done: () => void): void {
    let isOver = false;
    const finishMain = (): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(timer);
      this.workers.letGo();
      this.main.recorder.finish(() => {
        this.main.end(done);
      });
    };
    // A worker in native code does not answer.
    const timer = setTimeout(finishMain, WORKER_PATIENCE_MS);
    this.workers.finish(finishMain);
  }

  /**
   * Stops recording and delivers nothing: nobody listens any more. `done` is called once no thread waits for us; calling
   * what is returned calls it at once.
   */
  abandon(done: () => void): () => void {
    this.main.recorder.abandon();
    return this.workers.abandon(done);
  }
}

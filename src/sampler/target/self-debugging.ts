// A program may debug itself: a session to its own thread has it stop at a `debugger` statement or a breakpoint, tells it
// so, and lets it go on at once, because nobody else could. With the relay's session there is somebody else, so Node.js
// waits for a debugger to resume it: that is us, then.

import { ignoreReply } from '../protocol/inspector-port.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';

const LOOK_MS = 50;
/** One that stopped may do so time and again. */
const SOON_MS = 2;
const LOOKS_AT_BUSY = 10;
/** Where the system does not tell in what a thread sleeps, each look wakes it. */
const WAKING_LOOK_MS = 250;
/** A worker thread may be the debugger of the main thread: it has this long. */
const WORKER_PATIENCE_MS = 1000;
/** A thread that waits for another one is in this system call of Linux: on x64, ARM64 and ARM. */
const WAITS_FOR_THREAD = /^(?:202|98|240) /;

/** Carried out in a thread that is stopped; any answer but this one says that it is. */
const NOT_STOPPED = /while paused/;
const HAS_PORT = `require('node:inspector').url() !== undefined\n//# sourceURL=hotpath:pauses`;

/** Resumes the main thread when it stopped for a debugger that is not there. */
export class SelfDebugging {
  private timer: NodeJS.Timeout | undefined;
  private pauseMs = LOOK_MS;
  private stoppedMs: number | null = null;
  private isOver = false;
  private looksAtBusy = 0;

  /** `hasWorkers` tells whether the program has worker threads now. */
  constructor(
    private readonly port: InspectorPort,
    private readonly hasWorkers: () => boolean,
  ) {}

  /** Begins to look after it. */
  start(): void {
    const isTold = this.port.sleepsIn !== undefined && process.platform === 'linux';
    this.timer = setTimeout(
      () => {
        this.look();
      },
      isTold ? this.pauseMs : WAKING_LOOK_MS,
    ).unref();
  }

  /** It is on its own again. */
  stop(): void {
    this.isOver = true;
    clearTimeout(this.timer);
  }

  private look(): void {
    if (!this.isWorthAsking()) {
      this.goOn();
      return;
    }
    const params = { callFrameId: '0.0.0', expression: '0' };
    this.port.post('Debugger.evaluateOnCallFrame', params, error => {
      if (error === null || NOT_STOPPED.test(error.message)) this.goOn();
      else this.resume();
    });
  }

  /** One that idles is not woken; one that is busy, if only with our other questions, is asked now and then. */
  private isWorthAsking(): boolean {
    const call = this.port.sleepsIn?.();
    if (call !== undefined) return WAITS_FOR_THREAD.test(call);
    return process.platform !== 'linux' || ++this.looksAtBusy % LOOKS_AT_BUSY === 0;
  }

  private goOn(): void {
    this.stoppedMs = null;
    this.pauseMs = Math.min(LOOK_MS, this.pauseMs * 2);
    this.lookLater();
  }

  private lookLater(): void {
    if (!this.isOver) this.start();
  }

  private resume(): void {
    this.stoppedMs ??= performance.now();
    const isWorkers = this.hasWorkers() && performance.now() - this.stoppedMs < WORKER_PATIENCE_MS;
    if (isWorkers) {
      this.lookLater();
      return;
    }
    const params = { expression: HAS_PORT, includeCommandLineAPI: true, silent: true };
    this.port.post('Runtime.evaluate', params, (_error, { result }) => {
      // Whoever is connected there is the debugger.
      if ((result as { readonly value?: unknown } | undefined)?.value === false) {
        this.port.post('Debugger.resume', {}, ignoreReply);
        this.stoppedMs = null;
        this.pauseMs = SOON_MS;
      }
      this.lookLater();
    });
  }
}

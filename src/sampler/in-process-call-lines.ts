// The call lines of this process' main thread, asked for by a thread beside it. See `target/call-lines-relay.ts`.

import { isMainThread, receiveMessageOnPort, MessageChannel, Worker } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Micros } from '../model/frame.ts';
import type { StackFrame } from './call-sites.ts';
import { CLOCK_ORIGIN_US, nowUs } from './in-process-clock.ts';
import { isOwnUrl, RELAY_PATH } from './in-process-own.ts';
import type { CallLineHit, CallLineRelayData, CallLineRequest } from './target/call-lines-relay.ts';
import { awaitFlag, HANDSHAKE_BYTES, RELEASED } from './target/handshake.ts';

/** A stack of this thread, when it was interrupted. */
export interface Interruption {
  readonly momentUs: Micros;
  /** Innermost first, without frames of ours. */
  readonly frames: readonly StackFrame[];
}

/** An answer that took longer is not trusted: the program may have put another clock in the place of its own. */
const MAX_DELAY_US = 2_000_000;

/** Interrupts the main thread from `start` to `pause`. Without effect in worker threads, which it cannot reach. */
export class CallLines {
  readonly #flags = new Int32Array(new SharedArrayBuffer(HANDSHAKE_BYTES));
  #relay: Worker | null = null;
  #port: MessagePort | null = null;

  /** Begins to ask. The first time a thread is started for it, which takes some ten milliseconds of another core. */
  start(): void {
    this.#open();
    this.#tell('start');
  }

  /** Asks no more, until the next start. */
  pause(): void {
    this.#tell('pause');
  }

  /** The stacks since the last call. */
  take(): readonly Interruption[] {
    const found: Interruption[] = [];
    if (this.#port === null) return found;
    const now = nowUs();
    for (;;) {
      const message = receiveMessageOnPort(this.#port) as { message: CallLineHit } | undefined;
      if (message === undefined) return found;
      const { atMs, frames } = message.message;
      const momentUs = CLOCK_ORIGIN_US + atMs * 1000;
      if (momentUs > now || momentUs < now - MAX_DELAY_US) continue;
      found.push({ momentUs, frames: frames.filter(({ url }) => !isOwnUrl(url)) });
    }
  }

  #open(): void {
    if (this.#relay !== null || !isMainThread || RELAY_PATH === null) return;
    const { port1, port2 } = new MessageChannel();
    const relay = new Worker(RELAY_PATH, {
      workerData: { flags: this.#flags, port: port2 } satisfies CallLineRelayData,
      transferList: [port2],
      execArgv: [],
      env: {},
      stdin: false,
    });
    relay.unref();
    // Without it calls have no lines of their own; everything else goes on.
    relay.on('error', () => {
      this.#relay = this.#port = null;
    });
    this.#relay = relay;
    this.#port = port1;
    process.once('exit', () => {
      this.#leave();
    });
  }

  /** Its session must be gone before the process takes its threads down. */
  #leave(): void {
    if (this.#relay === null) return;
    this.#tell('leave');
    awaitFlag(this.#flags, RELEASED);
  }

  #tell(request: CallLineRequest): void {
    this.#relay?.postMessage(request);
  }
}

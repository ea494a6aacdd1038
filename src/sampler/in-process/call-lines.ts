// The call lines of this process' main thread, asked for by a thread beside it. See `target/call-lines-relay.ts`.
//
// One such thread serves the process, however many copies of the library are loaded into it (as a module and as
// CommonJS, or once for each file of a test runner): it is found where they all look.

import { isMainThread, receiveMessageOnPort, MessageChannel } from 'node:worker_threads';
import type { MessagePort, Worker } from 'node:worker_threads';
import { VERSION } from '../../model/version.ts';
import type { InterruptedStack } from '../call-lines/call-sites.ts';
import { TimeLimits } from '../protocol/time-limits.ts';
import { nowUs } from './clock.ts';
import { isOwnUrl, RELAY_PATH } from './own-code.ts';
import type { CallLineRelayData, CallLineRequest } from '../target/call-lines-relay.ts';
import { awaitFlag, HANDSHAKE_BYTES, RELEASED } from '../target/handshake.ts';
import { noteTimeLimits } from '../target/noted-limits.ts';
import type { LimitNotes } from '../target/noted-limits.ts';
import { startSilentWorker } from '../target/silent-worker.ts';

/** An answer that took longer is not trusted: the program may have put another clock in the place of its own. */
const MAX_DELAY_US = 2_000_000;

/** Interrupts the main thread from `start` to `pause`. Without effect in worker threads, which it cannot reach. */
export class CallLines {
  readonly #found: InterruptedStack[] = [];
  #relay: Relay | null = null;

  /** Begins to ask. The first time a thread is started for it, which takes some ten milliseconds of another core. */
  start(): void {
    this.#relay ??= findRelay();
    this.#relay?.join(this.#found);
  }

  /** Asks no more, until the next start. */
  pause(): void {
    this.#relay?.leave(this.#found);
    this.#found.length = 0;
  }

  /** The stacks since the last call. */
  take(): readonly InterruptedStack[] {
    this.#relay?.drain();
    return this.#found.splice(0);
  }
}

const KEY = Symbol.for(`hotpath.call-lines ${VERSION}`);

function findRelay(): Relay | null {
  if (!isMainThread || RELAY_PATH === null) return null;
  const known = (process as unknown as Record<symbol, Relay | undefined>)[KEY];
  if (known !== undefined) return known;
  const relay = new Relay(RELAY_PATH);
  Object.defineProperty(process, KEY, { value: relay });
  return relay;
}

/** The thread, and who wants what it finds. */
class Relay {
  readonly #flags = new Int32Array(new SharedArrayBuffer(HANDSHAKE_BYTES));
  readonly #limits = new TimeLimits();
  #limitNotes: LimitNotes | null = null;
  readonly #takers = new Set<InterruptedStack[]>();
  readonly #worker: Worker;
  readonly #port: MessagePort;
  #hasFailed = false;

  constructor(path: string) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#worker = startSilentWorker(path, {
      workerData: {
        flags: this.#flags,
        limits: this.#limits.memory,
        port: port2,
      } satisfies CallLineRelayData,
      transferList: [port2],
    });
    // Without it calls have no lines of their own; everything else goes on.
    this.#worker.on('error', () => {
      this.#hasFailed = true;
    });
    process.once('exit', () => {
      this.#end();
    });
  }

  join(taker: InterruptedStack[]): void {
    if (this.#takers.size === 0) this.#start();
    this.#takers.add(taker);
  }

  leave(taker: InterruptedStack[]): void {
    if (this.#takers.delete(taker) && this.#takers.size === 0) this.#pause();
  }

  #start(): void {
    this.#limitNotes = noteTimeLimits(limit => {
      this.#limits.note(limit);
    });
    this.#tell('start');
  }

  #pause(): void {
    this.#limitNotes?.remove();
    this.#tell('pause');
  }

  /** Gives what has been found to everyone. */
  drain(): void {
    const now = nowUs();
    for (;;) {
      const message = receiveMessageOnPort(this.#port) as { message: InterruptedStack } | undefined;
      if (message === undefined) return;
      const { momentUs, frames } = message.message;
      if (momentUs > now || momentUs < now - MAX_DELAY_US) continue;
      const hit = { ...message.message, frames: frames.filter(({ url }) => !isOwnUrl(url)) };
      for (const taker of this.#takers) taker.push(hit);
    }
  }

  /** Its session must be gone before the process takes its threads down. */
  #end(): void {
    if (this.#hasFailed) return;
    this.#tell('leave');
    awaitFlag(this.#flags, RELEASED);
  }

  #tell(request: CallLineRequest): void {
    this.#worker.postMessage(request);
  }
}

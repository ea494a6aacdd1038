// A thread beside the program's main thread that asks it on which lines its callers stand: the library's counterpart
// of `relay.ts`. Samples are taken by the main thread itself; only these questions need another thread, since they are
// carried out as interrupts.

import { Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { CallLineProbe } from '../call-lines/call-line-probe.ts';
import { sessionPort } from '../protocol/session-port.ts';
import { TimeLimits } from '../protocol/time-limits.ts';
import { raiseFlag, RELEASED } from './handshake.ts';
import { keepQuiet } from './quiet-thread.ts';

/** Everything that the relay is told. */
export type CallLineRequest = 'start' | 'pause' | 'leave';

/** What the relay is given. */
export interface CallLineRelayData {
  readonly flags: Int32Array;
  /** That of the main thread's `TimeLimits`. */
  readonly limits: ArrayBufferLike;
  /** Where the stacks go; nobody is woken by them. */
  readonly port: MessagePort;
}

const { flags, limits, port } = workerData as CallLineRelayData;
let session: Session | null = null;
let probe: CallLineProbe | null = null;

function start(): void {
  if (session === null) {
    session = new Session();
    session.connectToMainThread();
  }
  probe ??= new CallLineProbe(sessionPort(session, new TimeLimits(limits)), stack => {
    port.postMessage(stack);
  });
  probe.start();
}

function pause(): void {
  probe?.stop();
  probe = null;
}

function leave(): void {
  pause();
  session?.disconnect();
  session = null;
  raiseFlag(flags, RELEASED);
}

keepQuiet(pause);
const answers: Readonly<Record<CallLineRequest, () => void>> = { start, pause, leave };
parentPort?.on('message', (request: CallLineRequest) => {
  answers[request]();
});

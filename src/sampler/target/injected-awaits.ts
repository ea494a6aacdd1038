// Notes the awaits of a thread in which nothing of ours runs: of a worker thread, or of a program that was attached to.
// The text of this bundle is evaluated there (see `../await-injection.ts`); `install` is all that is used of it.
//
// What was noted goes out by a binding of the inspector, which works until the very end of the thread. No timer is set
// in the program: how much may be noted is decided as it is noted, and hooks that were switched off for their cost are
// switched on again when the recorder asks for what there is.

import type { AwaitBatch } from '../messages.ts';
import { AwaitLedger } from './waits/await-budget.ts';
import { AwaitTracker } from './waits/await-tracker.ts';
import { noteCallbackWaits } from './waits/callback-waits.ts';
import { afterExitListeners } from './exit-hooks.ts';
import { HANDSHAKE_BYTES, PAUSED, STRIDE } from './handshake.ts';

/** What the recorder holds, by its remote id, and calls. */
export interface InjectedAwaits {
  /** Hands over what was noted. */
  flush(): void;
  /** Hands over the rest and leaves nothing behind. */
  remove(): void;
}

/** What goes out by the binding, as JSON. */
export interface InjectedBatch {
  /** As `HelloMessage.clockOriginUs`, of this thread. */
  readonly clockOriginUs: number;
  readonly batch: AwaitBatch;
}

/** Looking at the clock has a price. */
const NOTED_PER_LOOK = 64;

const { hrtime } = process;
const now = performance.now.bind(performance);
const { stringify } = JSON;

/** Begins to note; `bindingName` is that of the binding, which is taken out of the program's sight. */
export function install(bindingName: string): InjectedAwaits {
  const globals = globalThis as unknown as Record<string, (payload: string) => void>;
  const send = globals[bindingName];
  if (send === undefined) throw new Error('There is no binding.');
  Reflect.deleteProperty(globals, bindingName);
  const clockOriginUs = Number(hrtime.bigint() / 1000n) - now() * 1000;
  const flags = new Int32Array(HANDSHAKE_BYTES / Int32Array.BYTES_PER_ELEMENT);
  const look = lookRarely(flags);
  const tracker = new AwaitTracker(
    flags,
    batch => {
      send(stringify({ clockOriginUs, batch } satisfies InjectedBatch));
    },
    look,
  );
  tracker.start();
  const callbacks = noteCallbackWaits(tracker);
  tracker.onFlush = callbacks.settle;
  const flush = (): void => {
    tracker.flush();
    if (flags[PAUSED] === 1) tracker.start();
  };
  const forgetExit = afterExitListeners(tracker.flush);
  return {
    flush,
    remove() {
      tracker.stop();
      callbacks.remove();
      forgetExit();
    },
  };
}

/** To be called with every await that is noted: keeps the cost down. */
function lookRarely(flags: Int32Array): () => void {
  const ledger = new AwaitLedger(flags);
  let noted = 0;
  let lookedMs = now();
  return () => {
    if (++noted % NOTED_PER_LOOK !== 0) return;
    const nowMs = now();
    const budget = ledger.look((nowMs - lookedMs) * 1000);
    lookedMs = nowMs;
    if (budget === null) return;
    flags[STRIDE] = budget.stride;
    if (budget.pauseFactor > 0) flags[PAUSED] = 1;
  };
}

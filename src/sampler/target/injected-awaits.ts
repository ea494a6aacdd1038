// Notes the awaits of a thread in which nothing of ours runs: of a worker thread, or of a program that was attached to.
// The text of this bundle is evaluated there (see `threads/await-injection.ts`); `install` is all that is used of it.
//
// Where the calls of the thread are counted V8's profiler is driven from here as well; see `kept-profiler.ts`.
//
// What was noted goes out by a binding of the inspector, which works until the very end of the thread. No timer is set
// in the program: how much may be noted is decided as it is noted, and hooks that were switched off for their cost are
// switched on again when the recorder asks for what there is.

import { AwaitWriter } from '../await-messages.ts';
import { findClockOrigin } from '../clock-origin.ts';
import type { InjectedAwaits, InjectedNews } from '../threads/thread-agent.ts';
import { AwaitLedger } from './waits/await-budget.ts';
import { AwaitTracker } from './waits/await-tracker.ts';
import { noteCallbackWaits } from './callbacks/callback-waits.ts';
import { afterExitListeners } from './exit-listener.ts';
import { KeptProfiler } from './kept-profiler.ts';
import { noteTimeLimits } from './noted-limits.ts';
import type { LimitNotes } from './noted-limits.ts';
import { HANDSHAKE_BYTES, PAUSED, STRIDE } from './handshake.ts';

/** Looking at the clock has a price. */
const NOTED_PER_LOOK = 64;
/** Who records asks every ten seconds at least; one that has been killed does so no more, and cannot take this away. */
const FORGOTTEN_MS = 60_000;

const now = performance.now.bind(performance);
const { stringify } = JSON;

/**
 * Begins to note; `bindingName` is that of the binding, which is taken out of the program's sight. Takes itself away when
 * nobody asks for what it notes.
 */
export function install(bindingName: string, forgottenMs = FORGOTTEN_MS): InjectedAwaits {
  const tell = takeBinding(bindingName);
  const clockOriginUs = findClockOrigin();
  const flags = new Int32Array(HANDSHAKE_BYTES / Int32Array.BYTES_PER_ELEMENT);
  let askedMs = now();
  const look = lookRarely(flags, nowMs => {
    if (nowMs - askedMs > forgottenMs) remove();
  });
  const writer = new AwaitWriter();
  const tracker = new AwaitTracker(
    flags,
    batch => {
      tell({ clockOriginUs, batch: writer.write(batch) });
    },
    look,
  );
  tracker.start();
  const callbacks = noteCallbackWaits(tracker);
  tracker.onFlush = callbacks.settle;
  const limits = tellLimits(tell);
  const flush = (): void => {
    askedMs = now();
    tracker.flush();
    // A program that awaits seldom by now is not looked at otherwise.
    look('at once');
    exit.check();
    if (flags[PAUSED] === 1) tracker.start();
  };
  const profiler = new KeptProfiler();
  const exit = afterExitListeners(() => {
    tracker.flush();
    if (profiler.isOpen) tell({ lastAnswer: profiler.post('Profiler.stop', {}) });
  });
  const remove = (): void => {
    tracker.stop();
    callbacks.remove();
    limits.remove();
    exit.remove();
  };
  return { flush, profile: profiler.post, remove };
}

type Tell = (news: InjectedNews) => void;

function takeBinding(name: string): Tell {
  const globals = globalThis as unknown as Record<string, (payload: string) => void>;
  const send = globals[name];
  if (send === undefined) throw new Error('There is no binding.');
  Reflect.deleteProperty(globals, name);
  return news => {
    send(stringify(news));
  };
}

function tellLimits(tell: Tell): LimitNotes {
  return noteTimeLimits(limit => {
    tell({ limit });
  });
}

/** To be called with every await that is noted: keeps the cost down. `also` is called with the time. */
function lookRarely(flags: Int32Array, also: (nowMs: number) => void): (when?: 'at once') => void {
  const ledger = new AwaitLedger(flags);
  let noted = 0;
  let lookedMs = now();
  return when => {
    if (when === undefined && ++noted % NOTED_PER_LOOK !== 0) return;
    const nowMs = now();
    also(nowMs);
    const budget = ledger.look({ busyUs: (nowMs - lookedMs) * 1000, idleUs: 0 });
    lookedMs = nowMs;
    if (budget === null) return;
    flags[STRIDE] = budget.stride;
    if (budget.pauseFactor > 0) flags[PAUSED] = 1;
  };
}

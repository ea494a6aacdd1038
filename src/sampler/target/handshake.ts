// How the program's main thread and the relay beside it wait for one another: numbers in shared memory.

import { ENDING_SIGNALS } from '../ending-signals.ts';

/** Index: 1 once the relay records and the program may begin. */
export const READY = 0;
/** Index: 1 once the relay has delivered the end and the program may go. */
export const RELEASED = 1;
/** Index: how many awaits the program has begun; wraps around. */
export const AWAITS = 2;
/** Index: every how many-th await is to be noted. */
export const STRIDE = 3;
/** Index: 1 when the promise hooks are to be switched off. */
export const PAUSED = 4;
/** Index: how many waits were noted; wraps around. */
export const NOTED = 5;
/** Index: how many microseconds it took to note them, and to tell of them; wraps around. */
export const NOTED_US = 6;
/** Index: how many signals are held, see `held-signals.ts`. */
export const HELD = 7;
/** Index: how many signals the program's listeners were told of, for each of `ENDING_SIGNALS`; the last. */
export const HEARD = 8;

/** Length of the shared memory. */
export const HANDSHAKE_BYTES = 4 * (HEARD + ENDING_SIGNALS.length);

/** Programs replace globals: what was there at the start is used to the end. */
const { load, notify, store, wait } = Atomics;
const now = performance.now.bind(performance);

/** The main thread never waits longer than this for a relay that has died. */
const PATIENCE_MS = 5000;

/**
 * Blocks until the flag is set, or patience ends. The thread runs JavaScript again and again in between, for only
 * then does V8 carry out what the relay asks over the inspector.
 */
export function awaitFlag(flags: Int32Array, index: number): void {
  const deadline = now() + PATIENCE_MS;
  while (load(flags, index) === 0 && now() < deadline) wait(flags, index, 0, 0.2);
  // What the relay asked for just before it set the flag, the end of its session above all, is carried out when a loop
  // turns; left undone, Node.js finds the session open when it ends the process, and says so or aborts.
  for (let turn = 0; turn < 3; turn++) load(flags, index);
}

/** Sets the flag and wakes who waits for it. */
export function raiseFlag(flags: Int32Array, index: number): void {
  store(flags, index, 1);
  notify(flags, index);
}

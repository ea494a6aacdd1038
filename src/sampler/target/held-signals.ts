// Signals that the relay holds until it has saved what was recorded; then they end the process, if the program does not
// listen. Meanwhile the program runs on, which would be seen where it waited for a child process:
//
//   Ctrl-C ──▶ the child ends, and so would the program     `spawnSync` returns, and the next step of a build begins
//
// So after a child that was ended by such a signal the program waits until that is decided.

import { constants } from 'node:os';
import { ENDING_SIGNALS } from '../ending-signals.ts';
import { HELD } from './handshake.ts';

/** The relay is told of a signal at about the time at which the child ends by it. */
const GRACE_MS = 20;
/** The relay decides sooner, unless it has died. */
const PATIENCE_MS = 2000;

/** Programs replace globals: what was there at the start is used to the end. */
const { add, load, notify, sub, wait } = Atomics;
const now = performance.now.bind(performance);

/** How a synchronous child process has ended. */
export interface EndedChild {
  readonly status?: number | null;
  readonly signal?: string | null;
}

/** The relay: a signal has come. Gives what is to be called when the program is to go on. */
export function holdSignal(flags: Int32Array): () => void {
  add(flags, HELD, 1);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    sub(flags, HELD, 1);
    notify(flags, HELD);
  };
}

/** The program's main thread: a child has ended. Returns when it may go on. */
export function awaitHeldSignals(flags: Int32Array, child: EndedChild): void {
  if (!isEndedBySignal(child)) return;
  const startMs = now();
  while (load(flags, HELD) === 0 && now() < startMs + GRACE_MS) wait(flags, HELD, 0, 1);
  // It runs JavaScript again and again, for only then it answers the relay.
  for (let held = 0; (held = load(flags, HELD)) > 0 && now() < startMs + PATIENCE_MS;)
    wait(flags, HELD, held, 0.2);
}

/** Shells tell it by their exit code. */
function isEndedBySignal({ status, signal }: EndedChild): boolean {
  return ENDING_SIGNALS.some(name => name === signal || 128 + constants.signals[name] === status);
}

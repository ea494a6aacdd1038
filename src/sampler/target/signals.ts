// Saves what was recorded when a signal is about to end the process. Runs in the relay, whose event loop is told of
// signals also while the main thread is busy:
//
//   Ctrl-C ──▶ the relay delivers the last chunk ──▶ lets go of the signal, sends it again ──▶ the process ends by it
//
// A program that listens for the signal itself gets it as well, at once, and does what it does. It may have heard it, and
// listen no more, before the relay asks: see `heard-signals.ts`. An add-on of the program's may listen without Node.js:
// only the system knows.

import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { loadOwnBinding } from './bindings.ts';
import { ENDING_SIGNALS } from '../ending-signals.ts';
import { countHeard } from './heard-signals.ts';
import { holdSignal } from './held-signals.ts';

/** A main thread that is blocked does not deliver: the process ends all the same. */
const PATIENCE_MS = 300;
/** One that answers has more: worker threads that are blocked are waited for before its own last chunk is taken. */
const SAVE_PATIENCE_MS = 800;

/** Node.js' handle of a signal. */
interface SignalHandle {
  onsignal: () => void;
  start(number: number): number;
  stop(): void;
  unref(): void;
  close(): void;
}

/** What is done about a signal. */
export interface SignalActions {
  /** It has come. */
  readonly note: (signal: NodeJS.Signals) => void;
  /** It is about to end the process, which waits for `done`. */
  readonly save: (done: () => void) => void;
}

/** Does so from now on, until the function that is returned is called; `flags` are those of the handshake. */
export function saveAtSignals(
  port: InspectorPort,
  flags: Int32Array,
  { note, save }: SignalActions,
): () => void {
  const Handle = loadOwnBinding('signal_wrap')?.['Signal'] as (new () => SignalHandle) | undefined;
  if (Handle === undefined || process.platform === 'win32') return () => undefined;
  const handles = watchedSignals().map(name => {
    const handle = new Handle();
    let known = 0;
    const isHeard = (isListenedTo: boolean): boolean => {
      if (!isListenedTo && countHeard(flags, name) <= known) return false;
      known++;
      return true;
    };
    handle.onsignal = () => {
      const goOn = holdSignal(flags);
      note(name);
      endUnlessHandled(port, name, { save, handle, isHeard, goOn });
    };
    handle.unref();
    handle.start(constants.signals[name]);
    return handle;
  });
  return () => {
    for (const handle of handles) handle.close();
  };
}

interface Ending {
  readonly save: (done: () => void) => void;
  readonly handle: SignalHandle;
  /** Whether a listener of the program's was told of this one, or will be: it listens. True once for each signal. */
  readonly isHeard: (isListenedTo: boolean) => boolean;
  /** It does not end the process. */
  readonly goOn: () => void;
}

function endUnlessHandled(
  port: InspectorPort,
  name: NodeJS.Signals,
  { save, handle, isHeard, goOn }: Ending,
): void {
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    handle.close();
    // A program that listens has been told of it, if it was too busy to say so.
    if (!isCaught(constants.signals[name])) process.kill(process.pid, name);
    else goOn();
  };
  const endUnheard = (): void => {
    // Its listener is still at it.
    if (!isHeard(false)) end();
    else {
      ended = true;
      goOn();
    }
  };
  let timer = setTimeout(endUnheard, PATIENCE_MS);
  const expression = `process.listenerCount('${name}')\n//# sourceURL=hotpath:signal`;
  port.post('Runtime.evaluate', { expression, silent: true }, (_error, { result }) => {
    const { value } = (result ?? {}) as { readonly value?: unknown };
    // Whoever does not tell how many listen may have none: the signal must not be lost.
    if (ended || typeof value !== 'number') return;
    clearTimeout(timer);
    if (isHeard(value > 0) || isCaughtByOthers(handle, constants.signals[name])) {
      goOn();
      return;
    }
    timer = setTimeout(end, SAVE_PATIENCE_MS);
    save(end);
  });
}

/** Add-ons like to write dumps at SIGUSR2: where the system does not tell of them, it is theirs. */
function watchedSignals(): readonly (typeof ENDING_SIGNALS)[number][] {
  if (process.platform === 'linux') return ENDING_SIGNALS;
  return ENDING_SIGNALS.filter(name => name !== 'SIGUSR2');
}

/** Whether the process does something about the signal beside us. Another one that comes just then is not held. */
function isCaughtByOthers(handle: SignalHandle, signal: number): boolean {
  handle.stop();
  const isOthers = isCaught(signal);
  handle.start(signal);
  return isOthers;
}

/** Whether the process does something about the signal; `false` where the system does not tell. */
function isCaught(signal: number): boolean {
  try {
    const [, mask = '0'] =
      /^SigCgt:\s*([\da-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
    return ((BigInt(`0x${mask}`) >> BigInt(signal - 1)) & 1n) === 1n;
  } catch {
    return false;
  }
}

// Saves what was recorded when a signal is about to end the process. Runs in the relay, whose event loop is told of
// signals also while the main thread is busy:
//
//   Ctrl-C ──▶ the relay delivers the last chunk ──▶ lets go of the signal, sends it again ──▶ the process ends by it
//
// A program that listens for the signal itself gets it as well, at once, and does what it does.

import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { loadOwnBinding } from './bindings.ts';

/** What users and systems end programs with. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A main thread that is blocked does not deliver: the process ends all the same. */
const PATIENCE_MS = 300;
/** One that answers has more: worker threads that are blocked are waited for before its own last chunk is taken. */
const SAVE_PATIENCE_MS = 800;

/** Node.js' handle of a signal. */
interface SignalHandle {
  onsignal: () => void;
  start(number: number): number;
  unref(): void;
  close(): void;
}

/**
 * From now on, calls `save` before a signal ends the process, which waits for its callback. Until the function that is
 * returned is called.
 */
export function saveAtSignals(port: InspectorPort, save: (done: () => void) => void): () => void {
  const Handle = loadOwnBinding('signal_wrap')?.['Signal'] as (new () => SignalHandle) | undefined;
  if (Handle === undefined || process.platform === 'win32') return () => undefined;
  const handles = SIGNALS.map(name => {
    const handle = new Handle();
    handle.onsignal = () => {
      endUnlessHandled(port, name, { save, handle });
    };
    handle.unref();
    handle.start(constants.signals[name]);
    return handle;
  });
  return () => {
    for (const handle of handles) handle.close();
  };
}

function endUnlessHandled(
  port: InspectorPort,
  name: NodeJS.Signals,
  { save, handle }: { readonly save: (done: () => void) => void; readonly handle: SignalHandle },
): void {
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    handle.close();
    // A program that listens has been told of it, if it was too busy to say so.
    if (!isCaught(constants.signals[name])) process.kill(process.pid, name);
  };
  let timer = setTimeout(end, PATIENCE_MS);
  const expression = `process.listenerCount('${name}')\n//# sourceURL=hotpath:signal`;
  port.post('Runtime.evaluate', { expression, silent: true }, (_error, { result }) => {
    const { value } = (result ?? {}) as { readonly value?: unknown };
    if (value === 0) {
      clearTimeout(timer);
      timer = setTimeout(end, SAVE_PATIENCE_MS);
      save(end);
    }
    // Whoever does not tell how many listen may have none: the signal must not be lost.
    else if (typeof value === 'number') clearTimeout(timer);
  });
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

// Saves what was recorded when a signal is about to end the process. Runs in the relay, whose event loop is told of
// signals also while the main thread is busy:
//
//   Ctrl-C ──▶ the relay delivers the last chunk ──▶ lets go of the signal, sends it again ──▶ the process ends by it
//
// A program that listens for the signal itself gets it as well, at once, and does what it does.

import { constants } from 'node:os';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { loadOwnBinding } from './bindings.ts';

/** What users and systems end programs with. */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
/** A main thread that is blocked does not deliver: the process ends all the same. */
const PATIENCE_MS = 300;

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
    process.kill(process.pid, name);
  };
  const timer = setTimeout(end, PATIENCE_MS);
  const expression = `process.listenerCount('${name}')\n//# sourceURL=hotpath:signal`;
  port.post('Runtime.evaluate', { expression, silent: true }, (_error, { result }) => {
    const { value } = (result ?? {}) as { readonly value?: unknown };
    if (value === 0) save(end);
    // Whoever does not tell how many listen may have none: the signal must not be lost.
    else if (typeof value === 'number') clearTimeout(timer);
  });
}

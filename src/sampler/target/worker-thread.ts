// Runs in each worker thread of the profiled program before its first line, loaded by `preload.ts`: with as little as can
// be, as there are programs with many short threads. The relay of the main thread records it.

import { AWAIT_BINDING } from '../environment.ts';
import { recordChildrenOfWorker } from './child-processes.ts';
import { separateStatements } from './separate-statements.ts';

const INJECTION_PATIENCE_MS = 1000;

/** Makes the thread ready to be recorded. */
export function prepareWorkerThread(): void {
  awaitInjection();
  separateStatements();
  recordChildrenOfWorker();
}

/** The relay makes worker threads note their awaits: from the first one on, if they wait for that. */
function awaitInjection(): void {
  const binding: unknown = Reflect.get(globalThis, AWAIT_BINDING);
  if (typeof binding !== 'function') return;
  Reflect.set(binding, 'isAwaited', true);
  // The clock of `performance` is loaded when it is first asked for: what interrupts that would find it half there.
  const deadline = Date.now() + INJECTION_PATIENCE_MS;
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  while (AWAIT_BINDING in globalThis && Date.now() < deadline) Atomics.wait(sleeper, 0, 0, 0.2);
}

// Says that the program is about to terminate a worker thread; see `protocol/ending-workers.ts`.

import { Worker } from 'node:worker_threads';
import type { EndingWorkers } from '../protocol/ending-workers.ts';
import { bare, describeOwn } from './bare.ts';

const { apply, defineProperty } = Reflect;

/** From now on each `terminate` of the program's workers says so first. */
export function announceTerminations(ending: EndingWorkers): void {
  const described = describeOwn(Worker.prototype, 'terminate');
  const original: unknown = described?.value;
  if (typeof original !== 'function') return;
  const wrapped = {
    terminate(this: Worker, ...args: unknown[]): unknown {
      announce(ending, this);
      return apply(original, this, args);
    },
  };
  const terminate = describeOwn(wrapped, 'terminate')?.value as object;
  defineProperty(terminate, 'length', bare({ value: original.length, configurable: true }));
  defineProperty(Worker.prototype, 'terminate', bare({ ...described, value: terminate }));
}

function announce(ending: EndingWorkers, worker: Worker): void {
  try {
    if (worker.threadId > 0) ending.end(worker.threadId);
  } catch {
    // It was called on something else, which Node.js itself says next.
  }
}

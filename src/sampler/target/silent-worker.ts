// A thread of ours beside those of a program, of which the program notices nothing: no event tells of it, and whatever
// the thread prints (Node.js prints warnings by itself) is dropped.

import { Worker } from 'node:worker_threads';
import type { WorkerOptions } from 'node:worker_threads';

/** What a thread is given. */
export type SilentWorkerOptions = Pick<WorkerOptions, 'workerData' | 'transferList' | 'execArgv'>;

/** Starts the thread. It does not keep the process alive. */
export function startSilentWorker(path: string, options: SilentWorkerOptions): Worker {
  const worker = startUnannounced(path, {
    execArgv: [],
    ...options,
    env: {},
    stdin: false,
    // Otherwise Node.js opens the program's own streams, to pass on what the thread prints.
    stdout: true,
    stderr: true,
  });
  // Node.js would wait for someone to read what was printed, and keep the process alive for it, for ever.
  worker.stdout.push = worker.stderr.push = () => false;
  worker.unref();
  return worker;
}

/** Node.js tells the program of every worker thread, at the next tick: of all but this one. */
function startUnannounced(path: string, options: WorkerOptions): Worker {
  const nextTick = process.nextTick.bind(process);
  const theirs = Object.getOwnPropertyDescriptor(process, 'nextTick');
  const withoutNews = (callback: (...args: unknown[]) => void, ...args: unknown[]): void => {
    if (!String(callback).includes("emit('worker'")) nextTick(callback, ...args);
  };
  // A program that froze `process` is told after all.
  const isReplaced = Reflect.set(process, 'nextTick', withoutNews);
  try {
    return new Worker(path, options);
  } finally {
    if (isReplaced && theirs !== undefined) Object.defineProperty(process, 'nextTick', theirs);
  }
}

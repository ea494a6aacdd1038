// Runs in the profiled program before its first line, and in the processes that it starts: these may be of a Node.js that
// is too old to be recorded, or even to load the code for that. They find their environment as without us.

import { join } from 'node:path';
import { takeTargetOptions } from '../environment.ts';
import type * as Threads from 'node:worker_threads';
import type * as ProgramThread from './program-thread.ts';
import type * as WorkerThread from './worker-thread.ts';

/** The relay needs the inspector's sessions to another thread and what came with them. */
const OLDEST_MAJOR = 18;

if (Number(process.version.slice(1).split('.')[0]) < OLDEST_MAJOR) takeTargetOptions(process.env);
else {
  const { isMainThread } = module.require('node:worker_threads') as typeof Threads;
  if (isMainThread)
    (load('program-thread') as typeof ProgramThread).recordProgramThread(__filename);
  else (load('worker-thread') as typeof WorkerThread).prepareWorkerThread();
}

function load(name: string): unknown {
  const path = join(__dirname, `${name}.cjs`);
  const bundle = module.require(path) as unknown;
  Reflect.deleteProperty(require.cache, path);
  return bundle;
}

// The program finds no trace of us among its modules.
Reflect.deleteProperty(require.cache, __filename);

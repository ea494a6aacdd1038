// Runs in the thread that `mapping-thread.ts` starts: carries out one task after the other.

import { parentPort } from 'node:worker_threads';
import { ProfileError } from '../model/errors.ts';
import { mapToSources } from '../map-to-sources.ts';
import type { MappingAnswer, MappingTask, OpenedSession } from './mapping-tasks.ts';
import { readSession } from './read-session.ts';

let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (task: MappingTask) => {
  // A bug rejects, which ends the thread and is told by its `error` event.
  last = last.then(async () => {
    parentPort?.postMessage(await answer(task));
  });
});

async function answer(task: MappingTask): Promise<MappingAnswer> {
  try {
    return { kind: 'done', result: await perform(task) };
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return { kind: 'problem', code: error.code, sentence: error.message };
  }
}

async function perform(task: MappingTask): Promise<OpenedSession> {
  if (task.kind === 'open') return readSession(task.path);
  return { session: mapToSources(task.recording, task.cwd) };
}

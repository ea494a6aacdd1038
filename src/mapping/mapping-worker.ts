// Runs in the thread that `mapping-thread.ts` starts: carries out one task after the other.

import { basename } from 'node:path';
import { parentPort } from 'node:worker_threads';
import { ProfileError } from '../model/errors.ts';
import { mapToSources } from '../map-to-sources.ts';
import { writeWholeFile } from '../write-file.ts';
import { findExportFormat } from './export-formats.ts';
import type { MappingAnswer, MappingTask, WriteTask } from './mapping-tasks.ts';
import { readSession } from './read-session.ts';
import { listBuffers, packSession, unpackSession } from './session-parcel.ts';
import { yieldToOthers } from './yield-to-others.ts';

yieldToOthers();

let last: Promise<void> = Promise.resolve();

parentPort?.on('message', (task: MappingTask) => {
  // A bug rejects, which ends the thread and is told by its `error` event.
  last = last.then(async () => {
    const result = await answer(task);
    parentPort?.postMessage(result, result.kind === 'session' ? listBuffers(result.session) : []);
  });
});

async function answer(task: MappingTask): Promise<MappingAnswer> {
  try {
    return await perform(task);
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    return { kind: 'problem', code: error.code, sentence: error.message };
  }
}

async function perform(task: MappingTask): Promise<MappingAnswer> {
  if (task.kind === 'write') return write(task);
  if (task.kind === 'open') {
    const { session, ...rest } = await readSession(task.path);
    return { kind: 'session', session: packSession(session), ...rest };
  }
  const recording = { ...task.recording, session: unpackSession(task.session) };
  return { kind: 'session', session: packSession(mapToSources(recording, task.cwd)) };
}

async function write({ session, path }: WriteTask): Promise<MappingAnswer> {
  const content = await findExportFormat(path).encode(unpackSession(session));
  try {
    await writeWholeFile(path, content);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const sentence = `${basename(path)} could not be written: ${why}.`;
    throw new ProfileError('bad-file', sentence, { cause });
  }
  return { kind: 'written' };
}

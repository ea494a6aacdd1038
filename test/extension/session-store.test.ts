// Sessions that are kept: over a restart, with their files, until they are deleted or too many.

import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { LaneChoices } from '../../src/extension/sessions/lane-choices.ts';
import { SessionArchive } from '../../src/extension/sessions/session-archive.ts';
import type { SessionFiles } from '../../src/extension/sessions/session-archive.ts';
import { SessionStore } from '../../src/extension/sessions/session-store.ts';
import { FilesAtRun } from '../../src/extension/tracking/files-at-run.ts';
import { disk, folder, makeSession, memory, openStore } from './open-store.ts';

async function names(store: SessionStore): Promise<string[]> {
  return (await store.list()).map(summary => summary.name);
}

test('there are no sessions before the first run', async () => {
  assert.deepEqual(await openStore().list(), []);
});

test('sessions are there again after a restart, newest first', async () => {
  const store = openStore();
  for (const minute of [2, 1, 3]) await store.keep(makeSession(minute), 20);
  assert.deepEqual(await names(store), ['run 3', 'run 2', 'run 1']);
  assert.deepEqual(await names(openStore()), ['run 3', 'run 2', 'run 1']);
});

test('the oldest session is deleted when there are more than are to be kept', async () => {
  const store = openStore();
  for (const minute of [1, 2, 3]) await store.keep(makeSession(minute), 2);
  assert.deepEqual(await names(store), ['run 3', 'run 2']);
  assert.equal((await readdir(join(folder, 'sessions'))).length, 2);
});

test('a session that is opened again is the one that was kept, with its files as they were', async () => {
  const kept = makeSession(1);
  await openStore().keep(kept, 20);
  const store = openStore();
  await store.open(kept.id);
  const { shown: opened } = store;
  assert.deepEqual(opened?.session, kept.session);
  assert.equal(opened.isLive, false);
  const [before, after] = [kept.files, opened.files].map(files => files.find('/app/a.js'));
  assert.deepEqual(after?.hashes, before?.hashes);
  assert.equal(after?.endOf({ line: 1, column: 1 }), 3);
});

test('opening a session that was deleted says so', async () => {
  await assert.rejects(openStore().open(makeSession(1).id), {
    name: 'ProfileError',
    code: 'not-found',
  });
});

test('a renamed session keeps its name over a restart', async () => {
  const store = openStore();
  const kept = makeSession(1);
  await store.keep(kept, 20);
  store.show(kept);
  await store.rename(kept.id, 'before the change');
  assert.equal(store.shown?.name, 'before the change');
  assert.deepEqual(await names(openStore()), ['before the change']);
});

test('deleting the shown session clears it, deleting another does not', async () => {
  const store = openStore();
  const [first, second] = [makeSession(1), makeSession(2)];
  await store.keep(first, 20);
  await store.keep(second, 20);
  store.show(second);
  await store.remove(first.id);
  assert.equal(store.shown, second);
  await store.remove(second.id);
  assert.equal(store.shown, undefined);
  assert.deepEqual(await names(store), []);
});

test('what is not a session in the folder is left alone', async () => {
  const store = openStore();
  await store.keep(makeSession(1), 20);
  await writeFile(join(folder, 'sessions', 'notes.txt'), 'mine');
  for (const minute of [2, 3]) await store.keep(makeSession(minute), 1);
  assert.deepEqual(await names(openStore()), ['run 3']);
  assert.ok((await readdir(join(folder, 'sessions'))).includes('notes.txt'));
});

test('a file’s text is taken down when it first shows up, and not again', () => {
  const files = new FilesAtRun();
  files.record('/app/a.js', 'one');
  const before = files.find('/app/a.js')?.hashes;
  files.record('/app/a.js', 'two');
  assert.deepEqual(files.find('/app/a.js')?.hashes, before);
});

test('a session that cannot be written is told in a sentence, and nothing of it is left on the disk', async () => {
  const full: SessionFiles = {
    ...disk,
    write: () => Promise.reject(new Error('ENOSPC: disk full')),
  };
  const sessions = new SessionArchive(join(folder, 'sessions'), full);
  const store = new SessionStore(sessions, new LaneChoices(memory));
  await assert.rejects(store.keep(makeSession(1), 20), {
    name: 'ProfileError',
    message: /^The session could not be kept \(ENOSPC: disk full\)/,
  });
  assert.deepEqual(await readdir(join(folder, 'sessions')), []);
});

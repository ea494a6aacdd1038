import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { FilesAtRun } from '../../src/extension/tracking/files-at-run.ts';
import { LaneChoices, listLaneOptions } from '../../src/extension/sessions/lane-choices.ts';
import type { Memory } from '../../src/extension/sessions/lane-choices.ts';
import { newSessionId, SessionArchive } from '../../src/extension/sessions/session-archive.ts';
import type { SessionFiles } from '../../src/extension/sessions/session-archive.ts';
import { SessionStore } from '../../src/extension/sessions/session-store.ts';
import type { ShownSession } from '../../src/extension/sessions/session-store.ts';
import type { SessionData } from '../../src/model/session.ts';
import { parseProfile } from '../helpers/profile-text.ts';

/** Plain JSON: what a session file looks like is tested with its format. */
const disk: SessionFiles = {
  write: (session, path) => writeFile(path, JSON.stringify(session)),
  read: async path => JSON.parse(await readFile(path, 'utf8')) as SessionData,
};

let folder = '';
let memory: Memory;

/** What the editor keeps for a workspace. */
function openMemory(): Memory {
  const values = new Map<string, unknown>();
  return {
    get: key => values.get(key),
    update: (key, value) => {
      values.set(key, value);
      return Promise.resolve();
    },
  };
}

beforeEach(async () => {
  memory = openMemory();
  folder = await mkdtemp(join(tmpdir(), 'hotpath-store-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

function openStore(): SessionStore {
  return new SessionStore(
    new SessionArchive(join(folder, 'sessions'), disk),
    new LaneChoices(memory),
  );
}

/** A session of the given minute. */
function makeSession(minute: number, name = `run ${minute}`): ShownSession {
  const files = new FilesAtRun();
  files.record('/app/a.js', 'function main() {\n  work();\n}\n');
  const session = parseProfile('main@/app/a.js:1:1 :2 5ms');
  const id = newSessionId(new Date(Date.UTC(2026, 0, 1, 0, minute)));
  return { id, name, isLive: false, session, files };
}

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

test('views are told of every change of what is shown, until they stop listening', () => {
  const store = openStore();
  const seen: (string | undefined)[] = [];
  const listening = store.onDidChangeShown.on(shown => seen.push(shown?.name));
  store.show(makeSession(1));
  store.clear();
  listening.dispose();
  store.show(makeSession(2));
  assert.deepEqual(seen, ['run 1', undefined]);
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

/** One second in the main thread, two in a worker. */
const LANES = parseProfile(`
  lane main
  main@/app/a.js:1:1 :2 1s
  lane worker 1
  work@/app/b.js:1:1 :2 2s
`);

test('of a session with several lanes all are shown, or the one that is chosen', async () => {
  const store = openStore();
  store.show({ ...makeSession(1), session: LANES });
  assert.deepEqual([store.lane, store.insight?.runUs], [undefined, 3_000_000]);
  let isTold = false;
  store.onDidChangeShown.on(() => (isTold = true));
  await store.showLane(1);
  assert.ok(isTold);
  assert.deepEqual(
    [store.lane, store.insight?.runUs, store.insight?.laneName],
    [1, 2_000_000, 'worker 1'],
  );
  assert.deepEqual([...(store.insight?.files.keys() ?? [])], ['/app/b.js']);
  await store.showLane(undefined);
  assert.equal(store.insight?.runUs, 3_000_000);
});

test('the chosen lane is remembered for that session, over a restart', async () => {
  const session = { ...makeSession(1), session: LANES };
  const store = openStore();
  store.show(session);
  await store.showLane(1);
  store.show(makeSession(2));
  assert.equal(store.lane, undefined);
  const later = openStore();
  later.show(session);
  assert.equal(later.lane, 1);
  later.show({ ...session, session: makeSession(1).session });
  assert.equal(later.lane, undefined, 'a session without that lane is shown as a whole');
});

test('the lanes to choose from are all together and each alone, with their times', () => {
  const options = listLaneOptions(LANES).map(
    ({ lane, name, us }) => `${lane} ${name} ${us / 1e6}s`,
  );
  assert.deepEqual(options, ['undefined All lanes (merged) 3s', '0 main 1s', '1 worker 1 2s']);
});

test('of two sessions the one that was asked for last is shown, also when the other takes longer to read', async () => {
  const store = openStore();
  let finish: (session: ShownSession) => void = () => undefined;
  const slow = store.showLoaded(() => new Promise(resolve => (finish = resolve)));
  await store.showLoaded(() => Promise.resolve(makeSession(2)));
  finish(makeSession(1));
  await slow;
  assert.equal(store.shown?.name, 'run 2');
});

test('a session that is asked for again while it is read is shown all the same', async () => {
  const store = openStore();
  await store.showLoaded(async () => {
    void store.showLoaded(() => new Promise(() => undefined));
    return Promise.resolve(makeSession(1));
  });
  assert.equal(store.shown?.name, 'run 1');
});

test('a session that is recorded stays the shown one, and who opens another is told', async () => {
  const store = openStore();
  await store.keep(makeSession(1), 20);
  store.show({ ...makeSession(2), isLive: true });
  await assert.rejects(store.open(makeSession(1).id.slice(0, -4)), {
    name: 'ProfileError',
    message: 'run 2 is being recorded and shown: stop that first.',
  });
  assert.equal(store.shown?.name, 'run 2');
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

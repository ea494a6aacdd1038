// The session that is shown, and which of its lanes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listLaneOptions } from '../../src/extension/sessions/lane-choices.ts';
import type { ShownSession } from '../../src/extension/sessions/session-store.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { makeSession, openStore } from './open-store.ts';

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

test('of lanes of which one alone runs code of the user’s that one is shown, until all are asked for', async () => {
  const store = openStore();
  const session = parseProfile(`
    lane main
    main@/app/a.js:1:1 :2 1s
    lane worker 1
    load@/app/node_modules/tool/b.js:1:1 :2 2s
  `);
  const shown = { ...makeSession(1), session };
  store.show(shown);
  assert.deepEqual([store.lane, store.insight?.runUs], [0, 1_000_000]);
  await store.showLane(undefined);
  assert.deepEqual([store.lane, store.insight?.runUs], [undefined, 3_000_000]);
  const later = openStore();
  later.show(shown);
  assert.equal(later.lane, undefined, 'that is remembered');
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

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listBuffers, packSession, unpackSession } from '../../src/mapping/session-parcel.ts';
import { parseProfile } from '../helpers/profile-text.ts';

const SESSION = parseProfile(`
  lane main
  main@/app/a.js:1:1 :2 0.25ms
  main@/app/a.js:1:1 > work@/app/b.js:3:1 :4 2ms
  lane worker 1
  work@/app/b.js:3:1 :4 2s
`);

test('a session that has crossed into another thread is the same session', () => {
  const [main, ...others] = SESSION.lanes;
  assert.ok(main);
  const stack = [...main.samples.stack];
  const samples = { stack, durationUs: stack.map(() => 0.1), count: stack.map(() => 2) };
  const session = { ...SESSION, lanes: [{ ...main, samples }, ...others] };
  const parcel = packSession(session);
  const crossed = structuredClone(parcel, { transfer: listBuffers(parcel) });
  assert.deepEqual(unpackSession(crossed), session);
});

test('samples in shared memory are not copied', () => {
  const stack = Int32Array.from([0, 1]);
  const shared = new Int32Array(new SharedArrayBuffer(8));
  shared.set(stack);
  const [main] = SESSION.lanes;
  assert.ok(main);
  const samples = { stack: shared, durationUs: Uint32Array.from([250, 2000]) };
  const parcel = packSession({ ...SESSION, lanes: [{ ...main, samples }] });
  const crossed = unpackSession(structuredClone(parcel, { transfer: listBuffers(parcel) }));
  assert.deepEqual(crossed.lanes[0]?.samples.durationUs, [250, 2000]);
  assert.deepEqual(crossed.lanes[0].samples.stack, stack);
  shared[1] = 0;
  assert.deepEqual([...crossed.lanes[0].samples.stack], [0, 0]);
});

test('packing leaves the session as it was, and every column is handed over', () => {
  const before = structuredClone(SESSION);
  const parcel = packSession(SESSION);
  structuredClone(parcel, { transfer: listBuffers(parcel) });
  assert.deepEqual(SESSION, before);
  assert.equal(parcel.lanes[0]?.tables.samples.columns['stack']?.length, 0);
});

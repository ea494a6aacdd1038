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
  const { stack } = main.samples;
  const samples = { ...main.samples, durationUs: stack.map(() => 0.1), count: stack.map(() => 2) };
  const session = { ...SESSION, lanes: [{ ...main, samples }, ...others] };
  const parcel = packSession(session);
  const crossed = structuredClone(parcel, { transfer: listBuffers(parcel) });
  assert.deepEqual(unpackSession(crossed), session);
});

test('packing leaves the session as it was, and every column is handed over', () => {
  const before = structuredClone(SESSION);
  const parcel = packSession(SESSION);
  structuredClone(parcel, { transfer: listBuffers(parcel) });
  assert.deepEqual(SESSION, before);
  assert.equal(parcel.lanes[0]?.tables.samples.columns['stack']?.length, 0);
});

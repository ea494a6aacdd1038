import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listBuffers, packSession, unpackSession } from '../../src/mapping/session-parcel.ts';
import { PackedRows } from '../../src/model/packed-rows.ts';
import { PackedSamples } from '../../src/model/packed-samples.ts';
import { withPlainSamples } from '../../src/model/plain-samples.ts';
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
  assert.deepEqual(withPlainSamples(unpackSession(crossed)), session);
});

test('packed samples are not copied', () => {
  const rows = new PackedRows();
  rows.push({ stack: 0, us: 250, count: 1 });
  rows.push({ stack: 1, us: 2000, count: 1 });
  const [main] = SESSION.lanes;
  assert.ok(main);
  const samples = rows.samples();
  const parcel = packSession({ ...SESSION, lanes: [{ ...main, samples }] });
  const crossed = unpackSession(structuredClone(parcel, { transfer: listBuffers(parcel) }));
  const [lane] = crossed.lanes;
  assert.ok(lane?.samples instanceof PackedSamples);
  assert.deepEqual(lane.samples.columns(), { stack: [0, 1], durationUs: [250, 2000] });
  const [theirs, ours] = [lane.samples.facts.blocks[0], samples.facts.blocks[0]];
  assert.ok(theirs !== undefined && ours !== undefined && theirs !== ours);
  ours[0] = 2;
  assert.equal(theirs[0], 2);
});

test('packing leaves the session as it was, and every column is handed over', () => {
  const before = structuredClone(SESSION);
  const parcel = packSession(SESSION);
  structuredClone(parcel, { transfer: listBuffers(parcel) });
  assert.deepEqual(SESSION, before);
  assert.equal(parcel.lanes[0]?.tables.leafLines.columns['stack']?.length, 0);
});

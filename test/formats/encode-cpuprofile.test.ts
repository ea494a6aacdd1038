import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { decodeCpuProfile, encodeCpuProfile } from '../../src/formats/cpuprofile.ts';
import type { V8Profile } from '../../src/formats/v8-profile.ts';
import { readFrames } from '../../src/model/frame-table.ts';
import { printSamples, printShares } from '../helpers/print-session.ts';
import { parseProfile } from '../helpers/profile-text.ts';

function encode(text: string): V8Profile {
  return JSON.parse(encodeCpuProfile(parseProfile(text))) as V8Profile;
}

describe('encodeCpuProfile', () => {
  it('gives back the samples that were written, waits and collections at their places', () => {
    const text = `
      main@/app/a.js:1:1 > parse@/app/b.js:5 3ms
      main@/app/a.js:1:1 > parse@/app/b.js:5 > [gc] 1ms
      [idle] 2ms
      main@/app/a.js:1:1 > [gc] 1ms
      main@/app/a.js:1:1 > [await] 5ms
      [gc] 1ms
      [native] 1ms
      main@/app/a.js:1:1 > sort@native 1ms
    `;
    const session = parseProfile(text);
    const { session: read } = decodeCpuProfile(encodeCpuProfile(session, 0));
    assert.equal(printSamples(read), printSamples(session));
  });

  it('writes files as URLs, lines from 0, and V8 names', () => {
    const { nodes } = encode(`
      <module>@/app/my%20app/a#1.js:1:1 > <anonymous>@C:\\app\\b.js:5:3 1ms
      readSync@node:fs:9 > UserService.load@\\\\host\\x.js 1ms
    `);
    assert.deepEqual(
      nodes.map(({ callFrame: { functionName, url, lineNumber, columnNumber } }) => [
        functionName,
        url,
        lineNumber,
        columnNumber,
      ]),
      [
        ['(root)', '', -1, -1],
        ['', 'file:///app/my%2520app/a%231.js', 0, 0],
        ['', 'file:///C:/app/b.js', 4, 2],
        ['readSync', 'node:fs', 8, -1],
        ['UserService.load', 'file://host/x.js', -1, -1],
      ],
    );
  });

  it('shares the hits of a function among its lines in whole ticks', () => {
    // Three of five hits are 60 % = 3, 25 % = 1.25 and 15 % = 0.75.
    const { nodes } = encode(`
      main@/app/a.js:1 :2 60us
      main@/app/a.js:1 :3 25us
      main@/app/a.js:1 :4 15us
      main@/app/a.js:1 50us x2
    `);
    assert.equal(nodes[1]?.hitCount, 5);
    assert.deepEqual(nodes[1].positionTicks, [
      { line: 2, ticks: 3 },
      { line: 3, ticks: 1 },
      { line: 4, ticks: 1 },
    ]);
  });

  it('gives no tick to what is undecided', () => {
    const { nodes } = encode(`
      main@/app/a.js:1 :0 75us
      main@/app/a.js:1 :3 25us
      main@/app/a.js:1 10us x2
    `);
    assert.deepEqual(nodes[1]?.positionTicks, [{ line: 3, ticks: 1 }]);
  });

  it('says when each sample was, as V8 does: in whole microseconds that sum to the duration', () => {
    const { startTime, endTime, timeDeltas } = encode(`
      lane main start=5ms
      main 0.4us x5
    `);
    // Moments 5000, 5000.4, 5000.8, 5001.2, 5001.6; the end is 5002. The session begins at a second.
    const second = 1_000_000;
    assert.deepEqual([startTime - second, endTime - second], [5000, 5002]);
    assert.deepEqual(timeDeltas, [0, 0, 1, 0, 1]);
  });

  it('writes one lane, by default the first', () => {
    const session = parseProfile(`
      main 1ms
      lane worker
      work 2ms
    `);
    const { session: first } = decodeCpuProfile(encodeCpuProfile(session));
    assert.equal(printSamples(first), 'main 1ms');
    const { session: worker } = decodeCpuProfile(encodeCpuProfile(session, 1));
    assert.equal(printSamples(worker), 'work 2ms');
    assert.throws(() => encodeCpuProfile(session, 2), RangeError);
  });

  it('gives back a real profile: samples, functions and lines', () => {
    const file = new URL('../fixtures/profiles/node20.cpuprofile', import.meta.url);
    const { session } = decodeCpuProfile(readFileSync(file, 'utf8'));
    const { session: again } = decodeCpuProfile(encodeCpuProfile(session, 0));
    const functions = (of: typeof session) => readFrames(of).map(frame => JSON.stringify(frame));
    assert.deepEqual(functions(again).sort(), functions(session).sort());
    assert.equal(printSamples(again), printSamples(session));
    const rows = (of: typeof session) =>
      printShares(of, of.lanes[0]!.leafLines).split('\n').sort().join('\n');
    assert.equal(rows(again), rows(session));
  });

  it('writes a lane without samples as an empty profile', () => {
    const profile = encode('lane main');
    assert.deepEqual([profile.samples, profile.timeDeltas, profile.nodes.length], [[], [], 1]);
  });
});

// What is written in a format of another tool is read back with the same calls and the same times.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { renderGzippedPprof } from '../../src/format-renderers.ts';
import { encodeCpuProfile } from '../../src/formats/cpuprofile.ts';
import { encodeFolded } from '../../src/formats/folded.ts';
import { decodeProfileFile } from '../../src/formats/profile-file.ts';
import { encodeSession } from '../../src/formats/session.ts';
import { encodeSpeedscope } from '../../src/formats/speedscope.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import type { SessionData } from '../../src/model/session.ts';
import { mapRecording } from '../../src/sourcemap/map-recording.ts';
import { parseProfile, printTree } from '../helpers/profile-text.ts';

type Encode = (session: SessionData) => string | Uint8Array;

/** Formats that keep the place and the kind of functions. */
const FORMATS: readonly (readonly [string, Encode])[] = [
  ['session', encodeSession],
  ['speedscope', session => encodeSpeedscope(session)],
  ['folded stacks', session => encodeFolded(session)],
  ['pprof', session => gunzipSync(renderGzippedPprof(session))],
];

const WEB = parseProfile(`
  <module>@/app/a.js:1 > parse@/app/b.js:5 > parse@/app/b.js:5 3001us
  <module>@/app/a.js:1 > route@/app/node_modules/pg/x.js:7 > [await] 20ms
  <module>@/app/a.js:1 > route@/app/node_modules/pg/x.js:7 > read@node:fs:9 > push@native 7us
  <module>@/app/a.js:1 > parse@/app/b.js:5 > [gc] 40us
  [idle] 11ms
  <module>@/app/a.js:1 2ms
  [native] 1ms
`);

function readBack(content: string | Uint8Array): SessionData {
  const file = decodeProfileFile(content, 'profile');
  if (file.kind === 'session') return file.session;
  return mapRecording(file.recording, { cwd: '/app', readText: () => undefined });
}

function treeOf(session: SessionData, lane?: number): string {
  const tree = buildCallTree(session, lane === undefined ? {} : { lane });
  return printTree(tree, ['place', 'waiting', 'kind']);
}

describe('what is written and read again', () => {
  for (const [name, encode] of FORMATS) {
    it(`has the same calls and times as ${name}`, () => {
      assert.equal(treeOf(readBack(encode(WEB))), treeOf(WEB));
    });
  }

  it('has the same calls and times as a CPU profile', () => {
    assert.equal(
      printTree(buildCallTree(readBack(encodeCpuProfile(WEB)))),
      printTree(buildCallTree(WEB)),
    );
  });

  it('has the same lanes, at the same time, as speedscope and pprof', () => {
    const session = parseProfile(`
      main > parse 3ms
      lane worker thread=1 start=2ms
      main > draw 4ms
    `);
    for (const content of [encodeSpeedscope(session), gunzipSync(renderGzippedPprof(session))]) {
      const read = readBack(content);
      assert.deepEqual(
        read.lanes.map(lane => lane.name),
        ['main', 'worker'],
      );
      for (const lane of [0, 1]) assert.equal(treeOf(read, lane), treeOf(session, lane));
    }
    const starts = readBack(encodeSpeedscope(session)).lanes.map(({ startUs }) => startUs);
    assert.deepEqual(starts, [0, 2000]);
  });

  it('has the order of time as speedscope', () => {
    const session = parseProfile(`
      a > b 2ms
      a > c 1ms
      a > b 3ms
    `);
    const timeline = { lane: 0, timeline: true };
    assert.equal(
      printTree(buildCallTree(readBack(encodeSpeedscope(session)), timeline)),
      printTree(buildCallTree(session, timeline)),
    );
  });

  it('has the program and its start as speedscope and pprof', () => {
    for (const content of [encodeSpeedscope(WEB), gunzipSync(renderGzippedPprof(WEB))]) {
      const { meta } = readBack(content);
      assert.deepEqual([meta.program, meta.startTime], ['node app.js', '2026-01-02T03:04:05.000Z']);
    }
  });

  it('has the lines as pprof', () => {
    const session = parseProfile('main@/app/a.js:1 :12 > parse@/app/b.js:5 :7 3ms');
    const [lane] = readBack(gunzipSync(renderGzippedPprof(session))).lanes;
    assert.deepEqual([lane?.callLines.line, lane?.callLines.us], [[12], [3000]]);
    assert.deepEqual([lane?.leafLines.line, lane?.leafLines.us], [[7], [3000]]);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { decodeSession, encodeSession } from '../../src/formats/session.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { SampleColumns } from '../../src/model/sample-columns.ts';
import type { SessionData } from '../../src/model/session.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import { printSamples, printShares } from '../helpers/print-session.ts';
import { dedent, parseProfile, printTree } from '../helpers/profile-text.ts';
import { SESSION_PROFILE } from '../helpers/session-profile.ts';

function example(): string {
  const file = new URL('../../docs/session-format.md', import.meta.url);
  return /```json\n(.*?)```/s.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
}

describe('the session format', () => {
  it('gives back exactly what was written', () => {
    const session = parseProfile(SESSION_PROFILE, {
      cpuTimeUs: 12.5,
      exit: { code: null, signal: 'SIGTERM' },
      notes: ['An estimate.'],
    });
    assert.deepEqual(decodeSession(encodeSession(session)), session);
  });

  it('gives back a long recording, packed or not', () => {
    const samples = new SampleColumns();
    for (let i = 0; i < 50_000; i++) samples.push(i % 2, (i * 7919) % 3000, i % 3);
    const session = parseProfile(SESSION_PROFILE);
    const [lane, ...others] = session.lanes;
    assert.ok(lane);
    const withSamples = (form: 'plain' | 'packed'): SessionData => ({
      ...session,
      lanes: [{ ...lane, samples: samples.table(form) }, ...others],
    });
    const { lanes } = decodeSession(encodeSession(withSamples('packed')));
    assert.deepEqual(lanes, withSamples('plain').lanes);
  });

  it('is read as its documentation says', () => {
    const session = decodeSession(example());
    assert.equal(
      printSamples(session),
      dedent(`
        main 1ms
        main > parse 3ms
        main > [await] 6ms
      `),
    );
    assert.equal(
      printTree(buildCallTree(session), ['place', 'waiting']),
      dedent(`
        <program> 10ms waiting 6ms
          main@/app/app.js:3 10ms self 1ms waiting 6ms
            [await] 6ms waiting 6ms
            parse@/app/parse.js:1 3ms waiting 0ms
      `),
    );
    const lines = buildLineTimes(session).get('/app/app.js')?.lines;
    assert.equal(lines?.get(4)?.self, 1000);
    assert.equal(lines.get(5)?.calls, 3000);
    assert.equal(lines.get(6)?.waiting, 6000);
    assert.deepEqual(lines.get(6)?.awaits, { count: 1, total: 6000, max: 6000 });
  });

  it('fills in what other writers leave out', () => {
    const session = decodeSession(
      JSON.stringify({
        format: 'hotpath-session',
        version: 1,
        more: true,
        strings: ['main'],
        frames: { name: [0] },
        stacks: { parent: [-1], frame: [0] },
        lanes: [{ startUs: 5, samples: { stack: [0], durationUs: [7] } }],
      }),
    );
    assert.deepEqual(session.meta, {
      program: '',
      startTime: '1970-01-01T00:00:00.000Z',
      cwd: '',
      nodeVersion: null,
      platform: null,
      intervalUs: 0,
      durationUs: 12,
      cpuTimeUs: null,
      exit: { code: null, signal: null },
      notes: [],
    });
    assert.deepEqual(session.frames, {
      name: [0],
      className: [-1],
      file: [-1],
      line: [-1],
      column: [-1],
      kind: [0],
    });
    assert.deepEqual(session.lanes[0], {
      name: 'lane 1',
      pid: 0,
      threadId: 0,
      startUs: 5,
      samples: { stack: [0], durationUs: [7] },
      leafLines: { stack: [], line: [], column: [], us: [] },
      callLines: { stack: [], line: [], column: [], us: [] },
      awaits: { file: [], line: [], column: [], count: [], totalUs: [], maxUs: [] },
    });
  });

  it('tells by names and paths whose code functions are, where a writer leaves it out', () => {
    const strings = ['main', '/app/a.js', 'query', '/app/node_modules/pg/b.js', 'read', 'node:fs'];
    const session = decodeSession(
      JSON.stringify({
        format: 'hotpath-session',
        version: 1,
        strings: [...strings, '[await]'],
        frames: { name: [0, 2, 4, 6], file: [1, 3, 5, -1] },
        stacks: { parent: [-1, 0, 1, 2], frame: [0, 1, 2, 3] },
        lanes: [{ samples: { stack: [3], durationUs: [1000] } }],
      }),
    );
    assert.equal(
      printTree(buildCallTree(session), ['kind']),
      dedent(`
        <program> (synthetic) 1ms
          main (application) 1ms
            query (library) 1ms
              read (node) 1ms
                [await] (synthetic) 1ms
      `),
    );
  });

  it('merges functions and paths that another writer lists twice', () => {
    const session = decodeSession(
      JSON.stringify({
        format: 'hotpath-session',
        version: 1,
        strings: ['main', 'parse', 'main', 'a.js'],
        frames: { name: [0, 1, 2], file: [3, 3, 3] },
        stacks: { parent: [-1, -1, 0, 1], frame: [0, 2, 1, 1] },
        lanes: [
          {
            samples: { stack: [2, 3], durationUs: [1000, 2000] },
            callLines: { stack: [2, 3], line: [7, 7], us: [1, 2] },
            awaits: { file: [3, 3], line: [9, 9], totalUs: [1, 2], maxUs: [1, 2] },
          },
        ],
      }),
    );
    assert.equal(
      printTree(buildCallTree(session)),
      dedent(`
        <program> 3ms
          main 3ms
            parse 3ms
      `),
    );
    assert.equal(printShares(session, session.lanes[0]!.callLines), 'main > parse :7 0.003ms');
    assert.deepEqual(session.lanes[0]?.awaits.count, [2]);
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { decodeSession, encodeSession } from '../../src/formats/session.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { ProfileError } from '../../src/model/errors.ts';
import { SampleColumns } from '../../src/model/sample-columns.ts';
import type { SessionData } from '../../src/model/session.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import { printSamples, printShares } from '../helpers/print-session.ts';
import { dedent, parseProfile, printTree } from '../helpers/profile-text.ts';

const PROFILE = `
  App.main@/app/a.js:1:1 :12:5 > parse@/app/b.js:5 :7 3ms
  App.main@/app/a.js:1:1 :13 > [await] 2.5ms
  awaits /app/a.js:13:3 count=4 total=900ms max=300ms
  lane worker 1 pid=7 thread=1 start=5ms
  main@/app/w.js > sort@native 1ms
  [idle] 333us x3
`;

/** A session as it is in a file, to be damaged. */
function asJson(): Record<string, never> {
  return JSON.parse(encodeSession(parseProfile(PROFILE))) as Record<string, never>;
}

function example(): string {
  const file = new URL('../../docs/session-format.md', import.meta.url);
  return /```json\n(.*?)```/s.exec(readFileSync(file, 'utf8'))?.[1] ?? '';
}

describe('the session format', () => {
  it('gives back exactly what was written', () => {
    const session = parseProfile(PROFILE, {
      cpuTimeUs: 12.5,
      exit: { code: null, signal: 'SIGTERM' },
      notes: ['An estimate.'],
    });
    assert.deepEqual(decodeSession(encodeSession(session)), session);
  });

  it('gives back a long recording, packed or not', () => {
    const samples = new SampleColumns();
    for (let i = 0; i < 50_000; i++) samples.push(i % 2, (i * 7919) % 3000, i % 3);
    const session = parseProfile(PROFILE);
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

  it('takes line 0 of a function as none', () => {
    const json = asJson() as unknown as { frames: { line: number[] } };
    json.frames.line[0] = 0;
    assert.equal(decodeSession(JSON.stringify(json)).frames.line[0], -1);
  });

  const DAMAGES: readonly (readonly [what: string, path: string, value: unknown])[] = [
    ['another format', 'format', 'speedscope'],
    ['a newer version', 'version', 2],
    ['a missing table', 'stacks', undefined],
    ['strings that are no list', 'strings', 'main'],
    ['a string that is none', 'strings.0', 7],
    ['a name that leads nowhere', 'frames.name.0', 99],
    ['a fractional index', 'frames.name.0', 0.5],
    ['a kind that is none', 'frames.kind.0', 5],
    ['a negative line', 'frames.line.0', -2],
    ['a huge line', 'frames.line.0', 2 ** 31],
    ['a column of another length', 'frames.file', [-1]],
    ['a stack that is its own parent', 'stacks.parent.0', 0],
    ['a stack before its parent', 'stacks.parent.0', 1],
    ['a stack of no frame', 'stacks.frame.0', -1],
    ['lanes that are no list', 'lanes', {}],
    ['a lane without samples', 'lanes.0.samples', undefined],
    ['a sample of no stack', 'lanes.0.samples.stack.0', -1],
    ['a negative duration', 'lanes.0.samples.durationUs.0', -1],
    ['a huge duration', 'lanes.0.samples.durationUs.0', 1e300],
    ['no duration', 'lanes.0.samples.durationUs.0', null],
    ['a text as duration', 'lanes.0.samples.durationUs.0', '3'],
    ['a lost duration', 'lanes.0.samples.durationUs', [3]],
    ['a leaf line of no stack', 'lanes.0.leafLines.stack.0', 99],
    ['negative time on a line', 'lanes.0.callLines.us.0', -5],
    ['an await in no file', 'lanes.0.awaits.file.0', 99],
    ['a start that is no number', 'lanes.0.startUs', 'now'],
    ['a name that is no text', 'lanes.0.name', 3],
    ['a program that is no text', 'meta.program', 3],
    ['a negative duration of all', 'meta.durationUs', -3],
    ['an exit code that is none', 'meta.exit', { code: 'bad' }],
  ];
  for (const [what, path, value] of DAMAGES) {
    it(`refuses ${what}`, () => {
      const json = asJson();
      const keys = path.split('.');
      const last = keys.pop() ?? '';
      let parent: Record<string, unknown> = json;
      for (const key of keys) parent = parent[key] as Record<string, unknown>;
      parent[last] = value;
      assert.throws(
        () => decodeSession(JSON.stringify(json)),
        error => {
          assert.ok(error instanceof ProfileError, String(error));
          assert.equal(error.code, 'bad-file');
          assert.match(error.message, /^The file [^\n]{10,120}\.$/);
          return true;
        },
      );
    });
  }

  it('tells a file that breaks off from one that is no session', () => {
    const text = encodeSession(parseProfile(PROFILE));
    assert.throws(() => decodeSession(text.slice(0, -9)), /breaks off/);
    assert.throws(() => decodeSession('hello'), /not JSON/);
    assert.throws(() => decodeSession(''), /empty/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildLineTimes } from '../../src/model/line-times.ts';
import { SessionBuilder } from '../../src/model/session-builder.ts';
import type { SessionData } from '../../src/model/session.ts';
import { checkFunctions, checkLines, printLines } from '../helpers/print-line-times.ts';
import { dedent, parseProfile } from '../helpers/profile-text.ts';

describe('buildLineTimes', () => {
  it('is not put off by calls that took no time', () => {
    checkLines(
      `
      main@a.js:1 :5 > none@b.js:1 :1 0ms
      main@a.js:1 :3 > parse@b.js:5 :7 3ms
      main@a.js:1 :5 > parse@b.js:5 :7 1ms
      `,
      `
      a.js:3 calls 3ms total 3ms samples 2
      a.js:5 calls 1ms total 1ms samples 1
      b.js:7 self 4ms total 4ms samples 2
      `,
    );
  });

  it('gives the time of a call to the line that made it, and the rest to the line that ran', () => {
    checkLines(
      `
      main@a.js:1 :3 > parse@b.js:5 :7 3ms
      main@a.js:1 :4 > parse@b.js:5 :7 1ms
      main@a.js:1 :4 2ms
      `,
      `
      a.js:3 calls 3ms total 3ms samples 2
      a.js:4 self 2ms calls 1ms total 3ms samples 2
      b.js:7 self 4ms total 4ms samples 2
      `,
    );
  });

  it('leaves what no line is known for to the function', () => {
    const text = `
      main@a.js:1 > parse@b.js:5 :0 3ms
      main@a.js:1 :4 > skip@b.js:9 2ms
      main@a.js:1 1ms
    `;
    checkLines(text, 'a.js:4 calls 2ms total 2ms samples 1');
    checkFunctions(
      text,
      `
      a.js:1 main self 1ms total 6ms undecided 4ms samples 3
      b.js:5 parse self 3ms total 3ms undecided 3ms samples 1
      b.js:9 skip self 2ms total 2ms undecided 2ms samples 1
      `,
    );
  });

  it('scales the rows of a stack to the time that its samples have', () => {
    const session = withRows(builder => {
      const frame = { className: null, file: 'a.js', line: 1, column: 1 } as const;
      const main = builder.frame({ ...frame, name: 'main', kind: 'application' });
      const stack = builder.stack(-1, main);
      const lane = builder.lane({ name: 'main', pid: 1, threadId: 0 });
      lane.sample(stack, 8000);
      lane.leafLine(stack, { line: 2, column: 0 }, 30);
      lane.leafLine(stack, { line: 3, column: 0 }, 90);
      lane.leafLine(stack, { line: 0, column: 0 }, 120);
    });
    const files = buildLineTimes(session);
    assert.equal(
      printLines(files),
      dedent(`
        a.js:2 self 1ms total 1ms samples 0
        a.js:3 self 3ms total 3ms samples 0
      `),
    );
    assert.equal(files.get('a.js')?.functions[0]?.undecided, 4000);
  });

  it('shows waiting on the lines that lead to the await', () => {
    checkLines(
      `
      main@a.js:1 :2 > load@b.js:1 :3 > [await] 5ms
      main@a.js:1 :2 > load@b.js:1 :4 1ms
      [idle] 9ms
      `,
      `
      a.js:2 calls 6ms total 6ms waiting 5ms samples 2
      b.js:3 calls 5ms total 5ms waiting 5ms samples 1
      b.js:4 self 1ms total 1ms samples 1
      `,
    );
    checkFunctions(
      'main@a.js:1 :2 > load@b.js:1 :3 > [await] 5ms',
      `
      a.js:1 main total 5ms waiting 5ms samples 1
      b.js:1 load total 5ms waiting 5ms samples 1
      `,
    );
  });

  it('adds the awaits of a line up, also where no time was seen on it', () => {
    const files = buildLineTimes(
      parseProfile(`
        main@a.js:1 :2 > [await] 5ms
        awaits a.js:2:3 count=2 total=6ms max=4ms
        awaits a.js:2:20 count=1 total=5ms max=5ms
        awaits b.js:7 count=3 total=1ms max=1ms
        lane worker
        awaits a.js:2:3 count=10 total=1ms max=1ms
      `),
    );
    assert.deepEqual(files.get('a.js')?.lines.get(2)?.awaits, {
      count: 13,
      total: 12_000,
      max: 5000,
    });
    assert.deepEqual(files.get('b.js')?.lines.get(7), {
      line: 7,
      self: 0,
      calls: 0,
      total: 0,
      waiting: 0,
      samples: 0,
      awaits: { count: 3, total: 1000, max: 1000 },
    });
    assert.equal(files.get('a.js')?.lines.get(3)?.awaits ?? null, null);
  });

  it('adds lanes up, or shows one', () => {
    const text = `
      main@a.js:1 :2 > f@b.js:1 :1 1ms
      lane worker
      main@a.js:1 :3 > f@b.js:1 :1 2ms
    `;
    checkLines(
      text,
      `
      a.js:2 calls 1ms total 1ms samples 1
      a.js:3 calls 2ms total 2ms samples 1
      b.js:1 self 3ms total 3ms samples 2
      `,
    );
    const session = parseProfile(text);
    assert.equal(
      printLines(buildLineTimes(session, { lane: 1 })),
      dedent(`
        a.js:3 calls 2ms total 2ms samples 1
        b.js:1 self 2ms total 2ms samples 1
      `),
    );
    assert.throws(() => buildLineTimes(session, { lane: 2 }), RangeError);
  });

  it('covers library and node files, and lists functions by line', () => {
    const files = buildLineTimes(
      parseProfile(`
        late@/app/node_modules/x/i.js:9 :9 > early@/app/node_modules/x/i.js:3:7 :4 1ms
        early@/app/node_modules/x/i.js:3:2 :4 > read@node:fs:1 :2 > now@native 1ms
      `),
    );
    assert.deepEqual([...files.keys()].sort(), ['/app/node_modules/x/i.js', 'node:fs']);
    assert.deepEqual(
      files
        .get('/app/node_modules/x/i.js')
        ?.functions.map(({ line, column, name }) => [line, column, name]),
      [
        [3, 2, 'early'],
        [3, 7, 'early'],
        [9, 1, 'late'],
      ],
    );
  });
});

function withRows(fill: (builder: SessionBuilder) => void): SessionData {
  const builder = new SessionBuilder();
  fill(builder);
  return builder.build(parseProfile('').meta);
}

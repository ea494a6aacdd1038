import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { FileTimes, FunctionTime, LineTime } from '../../src/model/line-times.ts';
import { SessionBuilder } from '../../src/model/session-builder.ts';
import type { SessionData } from '../../src/model/session.ts';
import { dedent, parseProfile, printMillis } from '../helpers/profile-text.ts';

/** Lines as `file:line self S calls C total T waiting W samples N`, without the parts that are 0. */
function printLines(files: ReadonlyMap<string, FileTimes>): string {
  const rows: string[] = [];
  for (const { path, lines } of files.values()) {
    for (const time of lines.values()) rows.push(`${path}:${time.line}${printLine(time)}`);
  }
  return rows.join('\n');
}

function printLine(time: LineTime): string {
  const parts = (['self', 'calls', 'total', 'waiting'] as const)
    .filter(part => time[part] > 0)
    .map(part => ` ${part} ${printMillis(time[part])}`);
  return `${parts.join('')} samples ${time.samples}`;
}

function printFunctions(files: ReadonlyMap<string, FileTimes>): string {
  return [...files.values()]
    .flatMap(({ path, functions }) => functions.map(time => `${path}:${printFunction(time)}`))
    .join('\n');
}

function printFunction(time: FunctionTime): string {
  const parts = (['self', 'total', 'waiting', 'undecided'] as const)
    .filter(part => time[part] > 0)
    .map(part => ` ${part} ${printMillis(time[part])}`);
  return `${time.line} ${time.name}${parts.join('')} samples ${time.samples}`;
}

function checkLines(text: string, expected: string): void {
  assert.equal(printLines(buildLineTimes(parseProfile(text))), dedent(expected));
}

function checkFunctions(text: string, expected: string): void {
  assert.equal(printFunctions(buildLineTimes(parseProfile(text))), dedent(expected));
}

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

  it('counts a sample once on a line that recurs, and as a call of the innermost occurrence', () => {
    const text = `
      f@a.js:1 :2 > f@a.js:1 :2 > f@a.js:1 :5 4ms
      f@a.js:1 :2 > f@a.js:1 :2 > g@a.js:9 :10 6ms
    `;
    checkLines(
      text,
      `
      a.js:2 calls 6ms total 10ms samples 2
      a.js:5 self 4ms total 4ms samples 1
      a.js:10 self 6ms total 6ms samples 1
      `,
    );
    checkFunctions(
      text,
      `
      a.js:1 f self 4ms total 10ms samples 2
      a.js:9 g self 6ms total 6ms samples 1
      `,
    );
  });

  it('counts a sample once for each function of a mutual recursion', () => {
    const text = 'even@a.js:1 :2 > odd@a.js:5 :6 > even@a.js:1 :3 > odd@a.js:5 :7 5ms';
    checkLines(
      text,
      `
      a.js:2 total 5ms samples 1
      a.js:3 calls 5ms total 5ms samples 1
      a.js:6 total 5ms samples 1
      a.js:7 self 5ms total 5ms samples 1
      `,
    );
    checkFunctions(
      text,
      `
      a.js:1 even total 5ms samples 1
      a.js:5 odd self 5ms total 5ms samples 1
      `,
    );
  });

  it('takes the calls of one stack as independent where their time is shared by lines', () => {
    // Of the four ways through lines 2 and 3, three pass through either of them.
    checkLines(
      `
      f@a.js:1 :2 > f@a.js:1 :2 > f@a.js:1 :9 1ms
      f@a.js:1 :2 > f@a.js:1 :3 > f@a.js:1 :9 1ms
      f@a.js:1 :3 > f@a.js:1 :2 > f@a.js:1 :9 1ms
      f@a.js:1 :3 > f@a.js:1 :3 > f@a.js:1 :9 1ms
      `,
      `
      a.js:2 total 3ms samples 3
      a.js:3 total 3ms samples 3
      a.js:9 self 4ms total 4ms samples 4
      `,
    );
  });

  it('takes two columns of one line as one line', () => {
    checkLines(
      `
      f@a.js:1 :2:5 > f@a.js:1 :2:5 > g@b.js:1 :1 1ms
      f@a.js:1 :2:9 > f@a.js:1 :2:9 > g@b.js:1 :1 1ms
      `,
      `
      a.js:2 calls 2ms total 2ms samples 2
      b.js:1 self 2ms total 2ms samples 2
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

  it('walks a recursion of 100,000 calls, each on the same two lines, in one go', () => {
    const path = Array.from({ length: 50_000 }, () => 'f@a.js:1 :2 > f@a.js:1 :3').join(' > ');
    checkLines(
      `${path} 1ms\n${path} > g@b.js:1 :1 1ms`,
      `
      a.js:2 total 2ms samples 2
      a.js:3 self 1ms calls 1ms total 2ms samples 2
      b.js:1 self 1ms total 1ms samples 1
      `,
    );
  });
});

function withRows(fill: (builder: SessionBuilder) => void): SessionData {
  const builder = new SessionBuilder();
  fill(builder);
  return builder.build(parseProfile('').meta);
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderConsole } from '../../src/renderers/console.ts';
import type { ConsoleOptions } from '../../src/renderers/console.ts';
import type { SessionData } from '../../src/model/session.ts';
import { dedent, parseProfile } from '../helpers/profile-text.ts';
import { webServer } from './web-server.ts';

/** The report from the first line of the tree on, without the empty line at its end. */
function bodyOf(session: SessionData, options: ConsoleOptions = {}): string {
  const text = renderConsole(session, { unicode: true, ...options });
  const head = /Program: .*\n(?:Exit code.*\n|Ended by.*\n)?\n/.exec(text);
  assert.ok(head !== null, text);
  return text.slice(head.index + head[0].length).replace(/\n\n$/, '');
}

function check(profile: string, options: ConsoleOptions, expected: string): void {
  assert.equal(bodyOf(parseProfile(profile), options), dedent(expected));
}

describe('renderConsole', () => {
  it('folds libraries, and shows waiting, own time and short paths', () => {
    assert.equal(
      bodyOf(webServer()),
      dedent(`
        1.000 <module>  server.js:1
        ├─ 0.868 handle  express/lib/router/index.js:136
        │     [2 frames hidden]  express
        │        0.868 handle_request  express/lib/router/layer.js:86
        │        └─ 0.838 handler  src/routes.js:10
        │           ├─ 0.790 UserService.load  src/service.js:30
        │           │  ├─ 0.650 query  src/db.js:5
        │           │  │  ├─ 0.500 [await]  src/db.js
        │           │  │  └─ 0.150 _query  pg/lib/client.js:500
        │           │  │        [4 frames hidden]  pg, pg-protocol, node:internal
        │           │  └─ 0.140 [self]  src/service.js
        │           └─ 0.048 [self]  src/routes.js
        └─ 0.128 [self]  server.js
      `),
    );
  });

  it('draws the tree with plain characters where Unicode is off', () => {
    check(
      `
      main@/app/a.js:1 > work@/app/a.js:3 > deep@/app/a.js:9 6ms
      main@/app/a.js:1 > draw@/app/a.js:6 4ms
      `,
      { unicode: false },
      `
      0.010 main  a.js:1
      |- 0.006 work  a.js:3
      |  \`- 0.006 deep  a.js:9
      \`- 0.004 draw  a.js:6
      `,
    );
  });

  it('gives shares of the whole instead of seconds', () => {
    check(
      `
      main@/app/a.js:1 > work@/app/a.js:3 667ms
      main@/app/a.js:1 > draw@/app/a.js:6 333ms
      `,
      { time: 'percent' },
      `
      100.0% main  a.js:1
      ├─ 66.7% work  a.js:3
      └─ 33.3% draw  a.js:6
      `,
    );
  });

  it('keeps the order of time in a timeline', () => {
    check(
      `
      main@/app/a.js:1 > work@/app/a.js:3 2ms
      main@/app/a.js:1 > draw@/app/a.js:6 4ms
      main@/app/a.js:1 > work@/app/a.js:3 1ms
      `,
      { timeline: true },
      `
      0.007 main  a.js:1
      ├─ 0.002 work  a.js:3
      ├─ 0.004 draw  a.js:6
      └─ 0.001 work  a.js:3
      `,
    );
  });

  it('lists functions by own time in a flat report, whose rows sum to the whole', () => {
    assert.equal(
      bodyOf(webServer(), { flat: true }),
      dedent(`
        0.500 query  src/db.js:5
        0.140 UserService.load  src/service.js:30
        0.128 <module>  server.js:1
        0.090 _query  pg/lib/client.js:500
        0.048 handler  src/routes.js:10
        0.040 parse  pg-protocol/dist/parser.js:7
        0.030 handle_request  express/lib/router/layer.js:86
        0.020 emit  node:internal/streams/readable:20
        0.004 listen  server.js:40
      `),
    );
  });

  it('counts a function once in a flat report by total, however often it calls itself', () => {
    check(
      `
      main@/app/a.js:1 > fib@/app/a.js:3 > fib@/app/a.js:3 > fib@/app/a.js:3 600ms
      main@/app/a.js:1 > fib@/app/a.js:3 > add@/app/a.js:9 > fib@/app/a.js:3 150ms
      main@/app/a.js:1 > add@/app/a.js:9 250ms
      `,
      { flat: true, flatTime: 'total' },
      `
      1.000 main  a.js:1
      0.750 fib  a.js:3
      0.400 add  a.js:9
      `,
    );
  });

  it('leaves out of a flat report what took a thousandth or less, unless all is to be shown', () => {
    const profile = `
      main@/app/a.js:1 > work@/app/a.js:3 999ms
      main@/app/a.js:1 > tiny@/app/a.js:5 1ms
    `;
    check(profile, { flat: true }, '0.999 work  a.js:3');
    check(profile, { flat: true, showAll: true }, '0.999 work  a.js:3\n0.001 tiny  a.js:5');
  });

  it('refuses a flat timeline', () => {
    assert.throws(() => renderConsole(webServer(), { flat: true, timeline: true }), {
      name: 'ProfileError',
      code: 'bad-option',
    });
  });

  it('shows a group whole when it would hide a single frame', () => {
    check(
      'main@/app/a.js:1 > lib@/app/node_modules/x/x.js:1 > inner@/app/node_modules/x/y.js:2 > back@/app/b.js:1 1s',
      {},
      `
      1.000 main  a.js:1
      └─ 1.000 lib  x/x.js:1
         └─ 1.000 inner  x/y.js:2
            └─ 1.000 back  b.js:1
      `,
    );
  });

  it('ends a branch at the last frame that is shown', () => {
    const x = (name: string): string => `${name}@/app/node_modules/x/x.js:1`;
    check(
      `
      main@/app/a.js:1 > ${x('f')} > ${x('g')} > ${x('h')} > app@/app/b.js:1 700ms
      main@/app/a.js:1 > ${x('f')} > ${x('g')} > ${x('i')} > ${x('j')} > app@/app/b.js:1 300ms
      `,
      {},
      `
      1.000 main  a.js:1
      └─ 1.000 f  x/x.js:1
            [2 frames hidden]  x
               0.700 h  x/x.js:1
               └─ 0.700 app  b.js:1
               0.300 j  x/x.js:1
               └─ 0.300 app  b.js:1
      `,
    );
  });

  it('gives as many decimals as the interval can justify', () => {
    const profile = 'main@/app/a.js:1 1234567us';
    for (const [intervalUs, time] of [
      [1_000_000, '1'],
      [100_000, '1.2'],
      [20_000, '1.23'],
      [2000, '1.235'],
      [100, '1.2346'],
      [10, '1.23457'],
      [5_000_000, '1'],
    ] as const) {
      assert.equal(bodyOf(parseProfile(profile, { intervalUs })), `${time} main  a.js:1`);
    }
  });

  it('says so when there are no samples', () => {
    check('', {}, 'No samples were recorded.');
    check('lane main', {}, 'No samples were recorded.');
  });

  it('shows every lane under its name, or all as one tree', () => {
    const profile = `
      main@/app/a.js:1 3ms
      lane worker 1 thread=1
      work@/app/w.js:1 5ms
    `;
    check(
      profile,
      {},
      `
      main: 0.003 s, 1 sample

      0.003 main  a.js:1

      worker 1: 0.005 s, 1 sample

      0.005 work  w.js:1
      `,
    );
    check(profile, { lane: 1 }, '0.005 work  w.js:1');
    check(
      profile,
      { merge: true },
      `
      0.008 <program>${'  '}
      ├─ 0.005 work  w.js:1
      └─ 0.003 main  a.js:1
      `,
    );
  });

  it('adds notes after the tree', () => {
    const session = parseProfile('main@/app/a.js:1 3ms', { notes: ['Awaits are an estimate.'] });
    assert.equal(bodyOf(session), '0.003 main  a.js:1\n\nNote: Awaits are an estimate.');
  });

  it('tells how the program failed', () => {
    for (const [exit, line] of [
      [{ code: 3, signal: null }, 'Exit code: 3'],
      [{ code: null, signal: 'SIGTERM' }, 'Ended by: SIGTERM'],
    ] as const) {
      const text = renderConsole(parseProfile('main 1ms', { exit }));
      assert.ok(text.includes(`\nProgram: node app.js\n${line}\n\n0.001`), text);
    }
    assert.doesNotMatch(renderConsole(parseProfile('main 1ms')), /Exit code|Ended by/);
  });

  it('adds the slowest lines only when asked', () => {
    const source = new Map([['/app/src/db.js:8', '  const rows = await pool.query(sql);']]);
    const options = { lines: true, readLine: (f: string, n: number) => source.get(`${f}:${n}`) };
    const [tree, lines] = bodyOf(webServer(), options).split('\n\n');
    assert.equal(tree, bodyOf(webServer()));
    assert.equal(
      lines,
      dedent(`
        Slowest lines
        total   self  waiting
        0.790  0.000    0.500  src/routes.js:14
        0.650  0.000    0.500  src/service.js:33
        0.500  0.000    0.500  src/db.js:8        const rows = await pool.query(sql);
        0.150  0.000    0.000  src/db.js:9
        0.140  0.140    0.000  src/service.js:31
        0.128  0.128    0.000  server.js:3
        0.048  0.048    0.000  src/routes.js:11
      `),
    );
  });

  it('writes control characters of names as escapes', () => {
    const session = parseProfile('name@/app/a.js:1 1ms');
    const strings = session.strings.map(s => (s === 'name' ? '\u001b[31m\nx\u202e' : s));
    assert.equal(bodyOf({ ...session, strings }), '0.001 \\u001b[31m\\u000ax\\u202e  a.js:1');
  });

  it('counts calls that are too deep to print', () => {
    const path = Array.from({ length: 3000 }, () => 'f@/app/a.js:1').join(' > ');
    const lines = bodyOf(parseProfile(`${path} 1ms`)).split('\n');
    assert.equal(lines.length, 1002);
    assert.match(lines.at(-1) ?? '', /└─ \[1999 calls deeper than 1000 levels\]$/);
  });

  it('shows the whole as all of it where nothing took time', () => {
    const text = renderConsole(parseProfile('main 0us'), { time: 'percent' });
    assert.match(text, /^100\.0% main {2}$/m);
  });
});

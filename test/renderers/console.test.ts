// The tree in reports for the console, and its numbers.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderConsole } from '../../src/renderers/console.ts';
import { dedent, parseProfile } from '../helpers/profile-text.ts';
import { bodyOf, check } from './console-body.ts';
import { webServer } from './web-server.ts';

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

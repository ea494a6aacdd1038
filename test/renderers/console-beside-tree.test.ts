// What reports for the console have beside a tree: names of lanes, notes, how the program failed, the slowest lines.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderConsole } from '../../src/renderers/console.ts';
import { dedent, parseProfile } from '../helpers/profile-text.ts';
import { bodyOf, check } from './console-body.ts';
import { webServer } from './web-server.ts';

describe('renderConsole', () => {
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
});

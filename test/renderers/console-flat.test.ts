// Flat reports for the console: a list of functions instead of a tree.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderConsole } from '../../src/renderers/console.ts';
import { dedent } from '../helpers/profile-text.ts';
import { bodyOf, check } from './console-body.ts';
import { webServer } from './web-server.ts';

describe('renderConsole', () => {
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
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { renderMarkdown } from '../../src/renderers/markdown.ts';
import { codeSpan, plainText } from '../../src/renderers/markdown-text.ts';
import { assertGolden } from '../helpers/golden.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { webServer } from './web-server.ts';

/** The rows of the table below a heading. */
function rowsOf(text: string, heading: string): string[] {
  const section = text.split(`### ${heading}\n\n`)[1]?.split('\n\n')[0] ?? '';
  return section.trim().split('\n').slice(2);
}

describe('renderMarkdown', () => {
  it('shows the way to where the time went', () => {
    assert.deepEqual(rowsOf(renderMarkdown(webServer()), 'Hot path'), [
      '| 1.000 s | 100.0% | 0.500 s | `<module>` | `server.js:1` |',
      '| 0.868 s | 86.8% | 0.500 s | `handle` | `express/lib/router/index.js:136` |',
      '| 0.868 s | 86.8% | 0.500 s | `next` | `express/lib/router/route.js:114` |',
      '| 0.868 s | 86.8% | 0.500 s | `handle_request` | `express/lib/router/layer.js:86` |',
      '| 0.838 s | 83.8% | 0.500 s | `handler` | `src/routes.js:10` |',
      '| 0.790 s | 79.0% | 0.500 s | `UserService.load` | `src/service.js:30` |',
      '| 0.650 s | 65.0% | 0.500 s | `query` | `src/db.js:5` |',
      '| 0.500 s | 50.0% | 0.500 s | `[await]` |  |',
    ]);
  });

  it('shows the slowest lines with their source text', () => {
    const text = renderMarkdown(webServer(), {
      readLine: (file, line) => (file === '/app/src/db.js' ? `  sql(${line}) || x;` : undefined),
    });
    assert.deepEqual(rowsOf(text, 'Hot lines').slice(0, 3), [
      '| 0.790 s | 79.0% | 0.000 s | 0.500 s | `src/routes.js:14` |  |',
      '| 0.650 s | 65.0% | 0.000 s | 0.500 s | `src/service.js:33` |  |',
      '| 0.500 s | 50.0% | 0.000 s | 0.500 s | `src/db.js:8` | `sql(8) \\|\\| x;` |',
    ]);
  });

  it('shows the hottest functions and who calls them, recursion counted once', () => {
    const text = renderMarkdown(
      parseProfile(`
        main@/app/a.js:1 > fib@/app/a.js:9 > fib@/app/a.js:9 600ms
        main@/app/a.js:1 > other@/app/a.js:5 > fib@/app/a.js:9 300ms
        main@/app/a.js:1 > other@/app/a.js:5 100ms
      `),
    );
    assert.deepEqual(rowsOf(text, 'Hot functions'), [
      '| 0.900 s | 0.900 s | 90.0% | `fib` | `a.js:9` | `main` 66.7%, `other` 33.3% |',
      '| 0.100 s | 0.400 s | 40.0% | `other` | `a.js:5` | `main` 100.0% |',
    ]);
  });

  it('tells how the program ended, and what to know about the numbers', () => {
    const text = renderMarkdown(
      parseProfile('main 1ms', { exit: { code: 2, signal: null }, notes: ['An *estimate*.'] }),
    );
    assert.ok(text.includes('\n**Exit code: 2**\n\n> An \\*estimate\\*.\n'), text);
  });

  it('lists several lanes, or takes one', () => {
    const session = parseProfile(`
      main 3ms
      lane worker 1 thread=1
      work 5ms
    `);
    assert.ok(
      renderMarkdown(session).includes('| main | 0.003 s | 1 |\n| worker 1 | 0.005 s | 1 |\n'),
    );
    assert.deepEqual(rowsOf(renderMarkdown(session, { lane: 0 }), 'Hot path'), [
      '| 0.003 s | 100.0% |  | `main` |  |',
    ]);
  });

  it('says so when nothing was recorded', () => {
    assert.match(renderMarkdown(parseProfile('')), /\n\nNo samples were recorded\.\n$/);
  });

  it('looks as before', () => {
    assertGolden('markdown/web-server.md', renderMarkdown(webServer()));
  });
});

describe('codeSpan', () => {
  it('shows any text as it is', () => {
    assert.equal(codeSpan('a<b>'), '`a<b>`');
    assert.equal(codeSpan('`a` ``b'), '``` `a` ``b ```');
    assert.equal(codeSpan('a|b\n\u202e'), '`a\\|b\\u000a\\u202e`');
    assert.equal(codeSpan(''), '');
    assert.equal(codeSpan('x'.repeat(101)), `\`${'x'.repeat(97)}...\``);
  });
});

describe('plainText', () => {
  it('lets nothing be markup', () => {
    assert.equal(plainText('<a> [b](c) *d*'), '\\<a\\> \\[b\\]\\(c\\) \\*d\\*');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { globToRegex } from '../../src/cli/path-pattern.ts';

function matches(glob: string, path: string): boolean {
  return globToRegex(glob).test(path);
}

describe('globToRegex', () => {
  it('matches the whole path, with * across folders', () => {
    assert.equal(matches('*/pg/*', '/app/node_modules/pg/lib/a.js'), true);
    assert.equal(matches('pg', '/app/node_modules/pg'), false);
    assert.equal(matches('*.test.ts', '/app/test/a.test.ts'), true);
    assert.equal(matches('*.test.ts', '/app/test/aXtest.ts'), false);
    assert.equal(matches('/app/**/a.js', '/app/b/c/a.js'), true);
  });

  it('knows ? and sets', () => {
    assert.equal(matches('/a?.js', '/ab.js'), true);
    assert.equal(matches('/a?.js', '/abc.js'), false);
    assert.equal(matches('/[a-c]x', '/bx'), true);
    assert.equal(matches('/[!a-c]x', '/bx'), false);
    assert.equal(matches('/[!a-c]x', '/dx'), true);
    assert.equal(matches('/[]x', '/[]x'), true);
  });

  it('takes all other characters as they are', () => {
    assert.equal(matches('/a+(b)$^{1}|c', '/a+(b)$^{1}|c'), true);
    assert.equal(matches('C:\\app\\*', 'C:/app/a.js'), true);
  });

  it('takes a range that runs backwards for an empty one', () => {
    assert.doesNotMatch('/b', globToRegex('/[c-a]'));
    assert.match('/b', globToRegex('/[!c-a]'));
    assert.match('/b', globToRegex('/[c-ab]'));
  });
});

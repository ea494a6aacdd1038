// The page about the library names everything that there is.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as library from '../../src/index.ts';

const page = readFileSync(new URL('../../docs/library.md', import.meta.url), 'utf8');

/** Those that no code of the page shows. */
function missing(names: readonly string[]): readonly string[] {
  const code = [...page.matchAll(/^```.*?^```|`[^`\n]+`/gms)].join('\n');
  return names.filter(name => !new RegExp(`\\b${name}\\b`).test(code));
}

describe('docs/library.md', () => {
  it('names every export', () => {
    assert.deepEqual(missing(Object.keys(library)), []);
  });

  it('names every member of Profiler', () => {
    const members = Object.getOwnPropertyNames(library.Profiler.prototype);
    const own = Object.keys(new library.Profiler());
    assert.deepEqual(missing([...members, ...own].filter(name => name !== 'constructor')), []);
  });

  it('names every renderer', () => {
    const refuse = (): string => library.extensionOf('nothing' as 'text');
    assert.throws(refuse, (error: Error) => {
      const names = /there are (.*)\.$/.exec(error.message)?.[1]?.split(', ') ?? [];
      assert.ok(names.length > 5);
      assert.deepEqual(missing(names), []);
      return true;
    });
  });
});

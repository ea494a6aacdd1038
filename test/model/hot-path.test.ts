import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { findHotPath } from '../../src/model/hot-path.ts';
import { parseProfile } from '../helpers/profile-text.ts';

function hotPathOf(text: string): string {
  return findHotPath(buildCallTree(parseProfile(text)))
    .map(node => node.frame.name)
    .join(' > ');
}

describe('findHotPath', () => {
  it('follows the heaviest child while it has more than half of its parent', () => {
    assert.equal(
      hotPathOf(`
        main > load > read 2ms
        main > load > parse 2ms
        main > save 3ms
      `),
      '<program> > main > load',
    );
  });

  it('stops where a function itself takes half of its time', () => {
    assert.equal(
      hotPathOf(`
        main > load 3ms
        main > load > read 3ms
      `),
      '<program> > main > load',
    );
  });

  it('does not let idle time hide what the program did', () => {
    assert.equal(
      hotPathOf(`
        [idle] 90ms
        handle > query > [await] 6ms
        handle > render 2ms
        tick 1ms
      `),
      '<program> > handle > query > [await]',
    );
  });

  it('is the root alone for a program that only idled, or did nothing', () => {
    assert.equal(hotPathOf('[idle] 90ms'), '<program>');
    assert.equal(hotPathOf(''), '<program>');
  });
});

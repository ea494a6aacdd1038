import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { defaultProcessors } from '../../src/processors/default-processors.ts';
import type { TreeOptions } from '../../src/processors/default-processors.ts';
import { applyProcessors } from '../../src/processors/processor.ts';
import {
  assertProcessed,
  assertTimesAddUp,
  deepTree,
  listNodes,
  treeOf,
} from './tree-assertions.ts';

const PROFILE = `
  main@/app/a.js:1 > require@node:internal/modules/helpers:1 > work@/app/a.js:3 500ms
  main@/app/a.js:1 > draw@/app/a.js:9 400ms
  main@/app/a.js:1 > work@/app/a.js:3 99ms
  main@/app/a.js:1 > tiny@/app/a.js:20 1ms
`;

function check(options: TreeOptions, expected: string): void {
  const tree = treeOf(PROFILE, options);
  assertProcessed(root => applyProcessors(root, defaultProcessors(options)), tree, expected);
}

describe('defaultProcessors', () => {
  it('removes loaders, merges what that brings together, and drops what is tiny', () => {
    check(
      {},
      `
      main 1000ms self 1ms
        work 599ms
        draw 400ms
      `,
    );
  });

  it('keeps the order of time for a timeline', () => {
    check(
      { timeline: true },
      `
      main 1000ms self 1ms
        work 500ms
        draw 400ms
        work 99ms
      `,
    );
  });

  it('keeps every function when all is to be shown', () => {
    check(
      { showAll: true },
      `
      main 1000ms
        require 500ms
          work 500ms
        draw 400ms
        work 99ms
        tiny 1ms
      `,
    );
  });

  it('hides what the predicate asks to hide', () => {
    check(
      { processorOptions: { isHidden: frame => frame.name === 'draw', filterThreshold: 0 } },
      `
      main 1000ms
        work 599ms
        [self] 400ms
        tiny 1ms
      `,
    );
  });

  for (const options of [{}, { timeline: true }, { showAll: true }]) {
    it(`walks a tree 100,000 calls deep, ${JSON.stringify(options)}`, () => {
      const tree = deepTree(100_000);
      const processed = applyProcessors(tree, defaultProcessors(options));
      assertTimesAddUp(processed);
      assert.equal(processed.total, tree.total);
      const expected = 'showAll' in options ? 100_000 : 50_001;
      assert.equal(listNodes(processed).length, expected);
    });
  }
});

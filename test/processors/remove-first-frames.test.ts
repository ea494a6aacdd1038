import { describe, it } from 'node:test';
import { removeFirstFrames } from '../../src/processors/remove-first-frames.ts';
import { assertProcessed, treeOf } from './tree-assertions.ts';

describe('removeFirstFrames', () => {
  it('begins with the only function that the program ran', () => {
    assertProcessed(
      removeFirstFrames,
      treeOf(`
        <anonymous>@node:internal/main/run_main_module:1 > main@/app/a.js:1 > work 1ms
        <anonymous>@node:internal/main/run_main_module:1 > main@/app/a.js:1 1ms
      `),
      `
      main 2ms
        work 1ms
          [self] 1ms
        [self] 1ms
      `,
    );
  });

  it('keeps <program> where there is more than one', () => {
    assertProcessed(
      removeFirstFrames,
      treeOf(`
        main 2ms
        [idle] 1ms
      `),
      `
      <program> 3ms
        main 2ms
          [self] 2ms
        [idle] 1ms
      `,
    );
  });

  it('leaves an empty tree alone', () => {
    assertProcessed(removeFirstFrames, treeOf(''), '<program> 0ms');
  });
});

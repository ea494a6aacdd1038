import { describe, it } from 'node:test';
import { mergeConsecutiveSelf, removeUnnecessarySelf } from '../../src/processors/self-nodes.ts';
import { removeFrames } from '../../src/processors/remove-frames.ts';
import { assertProcessed, runProcessor, treeOf } from './tree-assertions.ts';

describe('mergeConsecutiveSelf', () => {
  it('merges [self] nodes that became neighbours, and no others', () => {
    const tree = runProcessor(
      removeFrames(({ frame }) => frame.name === 'hide'),
      treeOf(
        `
        main 1ms
        main > hide 2ms
        main > work 1ms
        main 3ms
        `,
        { timeline: true },
      ),
    );
    assertProcessed(
      mergeConsecutiveSelf,
      tree,
      `
      <program> 7ms
        main 7ms
          [self] 3ms
          work 1ms
            [self] 1ms
          [self] 3ms
      `,
    );
  });
});

describe('removeUnnecessarySelf', () => {
  it('removes [self] only where it stands alone', () => {
    assertProcessed(
      removeUnnecessarySelf,
      treeOf(`
        main > work 2ms
        main 1ms
        main > wait > [await] 1ms
      `),
      `
      <program> 4ms
        main 4ms
          work 2ms
          [self] 1ms
          wait 1ms
            [await] 1ms
      `,
    );
  });
});

import { describe, it } from 'node:test';
import { aggregateCalls } from '../../src/processors/aggregate-calls.ts';
import { removeFrames } from '../../src/processors/remove-frames.ts';
import { assertProcessed, runProcessor, treeOf } from './tree-assertions.ts';

describe('aggregateCalls', () => {
  it('merges calls of the same function at all depths, heaviest first', () => {
    assertProcessed(
      aggregateCalls,
      treeOf(
        `
        main > parse > skip 1ms
        main > draw 2ms
        main > parse > scan 2ms
        main > draw 1ms
        main > parse > skip 4ms
        `,
        { timeline: true },
      ),
      `
      <program> 10ms
        main 10ms
          parse 7ms
            skip 5ms
              [self] 5ms
            scan 2ms
              [self] 2ms
          draw 3ms
            [self] 3ms
      `,
    );
  });

  it('takes a method that classes inherit for one function, named after the class with the most time', () => {
    assertProcessed(
      aggregateCalls,
      treeOf(
        `
        Cat.name@/app/a.js:1 2ms
        Dog.name@/app/a.js:1 1ms
        name@/app/a.js:1 7ms
        Dog.name@/app/a.js:1 3ms
        `,
      ),
      `
      <program> 13ms
        Dog.name 13ms
          [self] 13ms
      `,
    );
  });

  it('tells functions of one name apart by line and file, and by class where they have none', () => {
    assertProcessed(
      aggregateCalls,
      treeOf(
        `
        f@/app/a.js:1 1ms
        f@/app/a.js:2 2ms
        f@/app/b.js:1 3ms
        C.f 4ms
        D.f 5ms
        f@/app/a.js:1 1ms
        `,
        { timeline: true },
      ),
      `
      <program> 16ms
        D.f 5ms
          [self] 5ms
        C.f 4ms
          [self] 4ms
        f 3ms
          [self] 3ms
        f 2ms
          [self] 2ms
        f 2ms
          [self] 2ms
      `,
    );
  });

  it('orders equally heavy calls by first appearance, also when their callers were removed', () => {
    const profile = `
      main > first 1ms
      main > hide > second 1ms
      main > third 1ms
      main > hide > fourth 1ms
      main > hide > big 3ms
    `;
    const removeHide = removeFrames(({ frame }) => frame.name === 'hide');
    const expected = `
      <program> 7ms
        main 7ms
          big 3ms
            [self] 3ms
          first 1ms
            [self] 1ms
          second 1ms
            [self] 1ms
          third 1ms
            [self] 1ms
          fourth 1ms
            [self] 1ms
      `;
    for (const timeline of [true, false]) {
      assertProcessed(
        aggregateCalls,
        runProcessor(removeHide, treeOf(profile, { timeline })),
        expected,
      );
    }
  });
});

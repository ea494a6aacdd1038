import { describe, it } from 'node:test';
import { removeIrrelevant } from '../../src/processors/remove-irrelevant.ts';
import { assertProcessed, treeOf } from './tree-assertions.ts';

const PROFILE = `
  main > big 980ms
  main > percent 10ms
  main > below 9ms
  main > below > deep 900us
  main > tiny 100us
`;

describe('removeIrrelevant', () => {
  it('drops what is less than one per cent of the whole, and keeps exactly one per cent', () => {
    assertProcessed(
      removeIrrelevant(),
      treeOf(PROFILE),
      `
      <program> 1000ms
        main 1000ms self 10ms
          big 980ms
            [self] 980ms
          percent 10ms
            [self] 10ms
      `,
    );
  });

  it('takes another threshold', () => {
    assertProcessed(
      removeIrrelevant(0.0005),
      treeOf(PROFILE),
      `
      <program> 1000ms
        main 1000ms self 0.1ms
          big 980ms
            [self] 980ms
          percent 10ms
            [self] 10ms
          below 9.9ms
            [self] 9ms
            deep 0.9ms
              [self] 0.9ms
      `,
    );
  });

  it('drops nothing of a tree without time but keeps it whole', () => {
    assertProcessed(
      removeIrrelevant(0),
      treeOf('main > work 0ms'),
      `
      <program> 0ms
        main 0ms
          work 0ms
            [self] 0ms
      `,
    );
  });
});

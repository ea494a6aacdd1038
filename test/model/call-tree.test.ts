import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildCallTree } from '../../src/model/call-tree.ts';
import type { CallNode, CallTreeOptions } from '../../src/model/call-tree.ts';
import { dedent, parseProfile, printTree } from '../helpers/profile-text.ts';
import type { TreeColumn } from '../helpers/profile-text.ts';

function treeOf(text: string, options?: CallTreeOptions): CallNode {
  return buildCallTree(parseProfile(text), options);
}

function check(root: CallNode, expected: string, columns: readonly TreeColumn[] = []): void {
  assert.equal(printTree(root, columns), dedent(expected));
}

const RECURSIVE = `
  main > parse 3ms
  main > render > render 2ms
  main > parse > skip 1ms
  main > render 1ms
  main 1ms
`;

describe('buildCallTree', () => {
  it('merges samples by path, heaviest child first, recursion as nodes of their own', () => {
    check(
      treeOf(RECURSIVE),
      `
      <program> 8ms
        main 8ms self 1ms
          parse 4ms self 3ms
            skip 1ms
          render 3ms self 1ms
            render 2ms
      `,
    );
  });

  it('keeps children of equal weight in the order in which they were first seen', () => {
    check(
      treeOf(`
        b > x 1ms
        a 2ms
        c 2ms
        b 1ms
      `),
      `
      <program> 6ms
        b 2ms self 1ms
          x 1ms
        a 2ms
        c 2ms
      `,
    );
  });

  it('counts samples and waiting time up to the root', () => {
    check(
      treeOf(`
        main > load > [await] 5ms
        main > load 1ms
        main > [await] 2ms x2
        [idle] 4ms
      `),
      `
      <program> 14ms waiting 9ms samples 5
        main 10ms waiting 9ms samples 4
          load 6ms self 1ms waiting 5ms samples 2
            [await] 5ms waiting 5ms samples 1
          [await] 4ms waiting 4ms samples 2
        [idle] 4ms waiting 0ms samples 1
      `,
      ['waiting', 'samples'],
    );
  });

  it('merges all lanes, or shows one', () => {
    const text = `
      main > a 1ms
      lane worker
      main > b 2ms
    `;
    check(
      treeOf(text),
      `
      <program> 3ms
        main 3ms
          b 2ms
          a 1ms
      `,
    );
    check(
      treeOf(text, { lane: 1 }),
      `
      <program> 2ms
        main 2ms
          b 2ms
      `,
    );
    assert.throws(() => treeOf(text, { lane: 2 }), RangeError);
  });

  it('puts self time of functions into [self] children on request, but not that of pseudo leaves', () => {
    const text = `
      main > parse 3ms
      main > [gc] 2ms
      main 1ms
      main > parse 1ms
      [idle] 5ms
    `;
    check(
      treeOf(text, { selfNodes: true }),
      `
      <program> 12ms samples 5
        main 7ms samples 4
          parse 4ms samples 2
            [self] 4ms samples 2
          [gc] 2ms samples 1
          [self] 1ms samples 1
        [idle] 5ms samples 1
      `,
      ['samples'],
    );
  });

  it('names the stack that a node stands for', () => {
    const session = parseProfile(`
      main > parse 1ms
      other 1ms
    `);
    const root = buildCallTree(session);
    const main = root.children[0];
    assert.equal(root.stack, -1);
    assert.equal(main?.stack, 0);
    assert.equal(main.children[0]?.stack, 1);
    assert.equal(root.children[1]?.stack, 2);
  });

  it('is an empty program for a session without samples', () => {
    check(treeOf(''), '<program> 0ms');
  });

  it('walks stacks that are 100,000 frames deep', () => {
    const path = Array.from({ length: 100_000 }, () => 'f').join(' > ');
    for (const timeline of [false, true]) {
      const root = treeOf(`${path} 1ms\nf 1ms\n${path} 1ms`, { timeline });
      assert.equal(root.total, 3000);
      let depth = 0;
      for (let node = root.children[0]; node !== undefined; node = node.children.at(-1)) depth++;
      assert.equal(depth, 100_000);
    }
  });
});

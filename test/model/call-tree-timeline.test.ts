// Call trees that keep the order of time.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildCallTree } from '../../src/model/call-tree.ts';
import type { CallNode, CallTreeOptions } from '../../src/model/call-tree.ts';
import { dedent, parseProfile, printTree } from '../helpers/profile-text.ts';

function treeOf(text: string, options?: CallTreeOptions): CallNode {
  return buildCallTree(parseProfile(text), options);
}

function check(root: CallNode, expected: string): void {
  assert.equal(printTree(root), dedent(expected));
}

describe('buildCallTree', () => {
  it('keeps the order of time on request: only neighbours share nodes, as far as they agree', () => {
    check(
      treeOf(
        `
        main > a > x 1ms
        main > a > y 1ms
        main > b 1ms
        main > a > y 1ms
        main 1ms
        main > a 1ms x2
        other 1ms
        main > a 1ms
        `,
        { timeline: true },
      ),
      `
      <program> 9ms
        main 7ms self 1ms
          a 2ms
            x 1ms
            y 1ms
          b 1ms
          a 1ms
            y 1ms
          a 2ms
        other 1ms
        main 1ms
          a 1ms
      `,
    );
  });

  it('does not join the end of one lane to the start of the next in a timeline', () => {
    const text = `
      main > a 1ms
      lane worker
      main > a 2ms
    `;
    check(
      treeOf(text, { timeline: true }),
      `
      <program> 3ms
        main 1ms
          a 1ms
        main 2ms
          a 2ms
      `,
    );
  });

  it('keeps [self] children in the order of time in a timeline', () => {
    check(
      treeOf(
        `
        main 1ms x2
        main > a 1ms
        main 1ms
        `,
        { selfNodes: true, timeline: true },
      ),
      `
      <program> 4ms
        main 4ms
          [self] 2ms
          a 1ms
            [self] 1ms
          [self] 1ms
      `,
    );
  });

  it('keeps a call in one piece in a timeline when its class is told differently', () => {
    check(
      treeOf(
        `
        Cat.name@/app/a.js:1 > hiss 1ms
        Dog.name@/app/a.js:1 > bark@/app/a.js:9 2ms
        Dog.name@/app/a.js:1 > hiss 3ms
        `,
        { timeline: true },
      ),
      `
      <program> 6ms
        Cat.name 6ms
          hiss 1ms
          bark 2ms
          hiss 3ms
      `,
    );
  });

  it('tells of each call in a timeline on which class it was', () => {
    check(
      treeOf(
        `
        main > Cat.name@/app/a.js:1 > hiss 1ms
        main > rest 1ms
        main > Dog.name@/app/a.js:1 > hiss 3ms
        `,
        { timeline: true },
      ),
      `
      <program> 5ms
        main 5ms
          Cat.name 1ms
            hiss 1ms
          rest 1ms
          Dog.name 3ms
            hiss 3ms
      `,
    );
  });
});

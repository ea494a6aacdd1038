// What is cut beforehand must not show: the reports of random programs are the same without.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildCallTree } from '../../src/model/call-tree.ts';
import type { CallNode } from '../../src/model/call-tree.ts';
import type { Frame } from '../../src/model/frame.ts';
import { cutIrrelevant } from '../../src/processors/cut-irrelevant.ts';
import { defaultProcessors } from '../../src/processors/default-processors.ts';
import type { TreeOptions } from '../../src/processors/default-processors.ts';
import { applyProcessors } from '../../src/processors/processor.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { seededRandom } from '../helpers/random.ts';
import { assertProcessed, listNodes, treeOf } from './tree-assertions.ts';

const FUNCTIONS = [
  ...['a', 'b', 'c', 'd', 'e', 'f'].map((name, i) => `${name}@/app/a.js:${i + 1}`),
  ...['hide', 'Users.get', 'Admins.get'].map(name => `${name}@/app/b.js:7`),
  ...['require@node:internal/modules/helpers:1', 'route@/app/node_modules/x/i.js:1'],
];
const isHidden = ({ name }: Frame): boolean => name === 'hide';

describe('cutIrrelevant', () => {
  it('leaves nothing below what is dropped however it is merged', () => {
    const profile = `
      main > big > work 980ms
      main > often > one 6ms
      main > require@node:internal/modules/helpers:1 > often > two 6ms
      main > seldom > three 8ms
    `;
    const isRemoved = ({ frame }: CallNode): boolean => frame.name === 'require';
    assertProcessed(
      cutIrrelevant({ isRemoved, merges: true }),
      treeOf(profile),
      `
      <program> 1000ms
        main 1000ms
          big 980ms
            work 980ms
              [self] 980ms
          seldom 8ms
          often 6ms
            one 6ms
          require 6ms
            often 6ms
              two 6ms
      `,
    );
  });

  for (const timeline of [false, true])
    it(`does not show in a ${timeline ? 'timeline' : 'report'}`, () => {
      const random = seededRandom(timeline ? 7 : 11);
      let [all, left] = [0, 0];
      for (let round = 0; round < 60; round++) {
        const session = parseProfile(randomProfile(random));
        const tree = buildCallTree(session, { timeline, selfNodes: true });
        const filterThreshold = [0.003, 0.01, 0.05][round % 3] ?? 0.01;
        const options: TreeOptions = { timeline, processorOptions: { isHidden, filterThreshold } };
        const [cut, ...others] = defaultProcessors(options);
        assert.ok(cut !== undefined);
        const small = cut(tree);
        all += listNodes(tree).length;
        left += listNodes(small).length;
        assert.deepEqual(applyProcessors(small, others), applyProcessors(tree, others));
      }
      assert.ok(left < all * 0.9, `${left} of ${all} nodes are left`);
    });
});

/** Stacks up to ten deep, with times of very different lengths. */
function randomProfile(random: () => number): string {
  const pick = (): string => FUNCTIONS[Math.floor(random() * FUNCTIONS.length)] ?? '';
  return Array.from({ length: 150 }, () => {
    const stack = Array.from({ length: 1 + Math.floor(random() * 9) }, pick);
    return `main@/app/a.js:9 > ${stack.join(' > ')} ${Math.ceil(10 ** (random() * 5))}us`;
  }).join('\n');
}

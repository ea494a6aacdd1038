import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { displayName } from '../../src/model/frame.ts';
import type { CallNode } from '../../src/model/call-tree.ts';
import { groupLibraryFrames } from '../../src/processors/group-library-frames.ts';
import type { GroupOptions } from '../../src/processors/group-library-frames.ts';
import { listNodes, runProcessor, treeOf } from './tree-assertions.ts';

const E = '/app/node_modules/express';
const PROFILE = `
  main@/app/a.js:1 > route@${E}/r.js:1 > handle@${E}/h.js:1 > login@/app/l.js:1 > query@/app/node_modules/pg/q.js:1 3ms
  main@/app/a.js:1 > route@${E}/r.js:1 > handle@${E}/h.js:1 > login@/app/l.js:1 > lone@/app/node_modules/one/o.js:1 > back@/app/b.js:1 2ms
  main@/app/a.js:1 > emit@node:events:1 > apply@native 1ms
`;

/** `name#group` of every node that is in a group. */
function groupsOf(tree: CallNode, options?: GroupOptions): string[] {
  const grouped = listNodes(runProcessor(groupLibraryFrames(options), tree));
  return grouped.flatMap(n =>
    n.group === undefined ? [] : [`${displayName(n.frame)}#${n.group}`],
  );
}

describe('groupLibraryFrames', () => {
  it('groups library, Node.js and native frames that call each other, with their own time', () => {
    assert.deepEqual(groupsOf(treeOf(PROFILE)), [
      'route#1',
      'emit#2',
      'handle#1',
      'apply#2',
      '[self]#2',
      'query#3',
      '[self]#3',
    ]);
  });

  it('never groups the root, nor a library frame that calls only the application', () => {
    const tree = treeOf(`lib@/app/node_modules/x/x.js:1 > app@/app/a.js:1 1ms`);
    assert.deepEqual(groupsOf({ ...tree.children[0]! }), []);
  });

  it('shows what showRegex matches from the start of the path, and hides what hideRegex matches', () => {
    assert.deepEqual(
      groupsOf(treeOf(PROFILE), { showRegex: /\/app\/node_modules/, hideRegex: /node:/ }),
      ['emit#1', 'apply#1', '[self]#1'],
    );
    assert.deepEqual(groupsOf(treeOf(PROFILE), { showRegex: /node_modules/ }).length, 7);
    assert.ok(groupsOf(treeOf(PROFILE), { hideRegex: /.*\/l\.js/ }).includes('login#1'));
  });

  it('lets showRegex beat hideRegex', () => {
    assert.deepEqual(groupsOf(treeOf(PROFILE), { showRegex: /.*/, hideRegex: /.*/ }), []);
  });

  it('matches paths of Windows with forward slashes', () => {
    const tree = treeOf(String.raw`main@/app/a.js:1 > f@C:\app\x.js:1 > g@C:\app\y.js:1 1ms`);
    assert.deepEqual(groupsOf(tree, { hideRegex: /.*\/app\/[xy]\.js/ }), [
      'f#1',
      'g#1',
      '[self]#1',
    ]);
  });
});

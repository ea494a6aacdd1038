import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { findTreeAction } from '../../src/webview/tree/tree-keys.ts';
import { keyOf, TreeRows } from '../../src/webview/tree/tree-rows.ts';
import { parseProfile } from '../helpers/profile-text.ts';

// Rows: 0 <program>, 1 main, 2 a (closed, with a call below), 3 b (without).
const tree = buildCallTree(parseProfile('main > a > x 3ms\nmain > b 1ms\n[idle] 0.5ms'));
const [main] = tree.children;
const rows = new TreeRows(tree).list({
  expanded: new Set([keyOf(tree), keyOf(main!)]),
  unfolded: new Set(),
});

describe('a key in the call tree', () => {
  const press = (key: string, active: number, altKey = false) =>
    findTreeAction(rows, active, { key, altKey, page: 2 });

  it('goes from row to row, and stops at the ends', () => {
    assert.deepEqual(press('ArrowDown', 1), { do: 'select', index: 2 });
    assert.deepEqual(press('ArrowUp', 1), { do: 'select', index: 0 });
    assert.deepEqual(press('ArrowUp', 0), { do: 'select', index: 0 });
    assert.deepEqual(press('ArrowDown', 4), { do: 'select', index: 4 });
  });

  it('goes by pages, and to the ends', () => {
    assert.deepEqual(press('PageDown', 1), { do: 'select', index: 3 });
    assert.deepEqual(press('PageUp', 1), { do: 'select', index: 0 });
    assert.deepEqual(press('Home', 3), { do: 'select', index: 0 });
    assert.deepEqual(press('End', 0), { do: 'select', index: 4 });
  });

  it('begins at the top when the chosen row cannot be seen', () => {
    assert.deepEqual(press('ArrowDown', -1), { do: 'select', index: 0 });
  });

  it('to the right expands, and then goes to the first call', () => {
    assert.deepEqual(press('ArrowRight', 2), { do: 'expand', index: 2, deep: false });
    assert.deepEqual(press('ArrowRight', 1), { do: 'select', index: 2 });
    assert.equal(press('ArrowRight', 3), undefined);
  });

  it('to the left collapses, and then goes to the caller', () => {
    assert.deepEqual(press('ArrowLeft', 1), { do: 'collapse', index: 1, deep: false });
    assert.deepEqual(press('ArrowLeft', 3), { do: 'select', index: 1 });
  });

  it('with Alt means all that is below', () => {
    assert.deepEqual(press('ArrowRight', 1, true), { do: 'expand', index: 1, deep: true });
    assert.deepEqual(press('ArrowLeft', 1, true), { do: 'collapse', index: 1, deep: true });
  });

  it('of Enter and space opens and closes', () => {
    assert.deepEqual(press('Enter', 2), { do: 'expand', index: 2, deep: false });
    assert.deepEqual(press(' ', 1), { do: 'collapse', index: 1, deep: false });
    assert.equal(press('Enter', 3), undefined);
  });

  it('that means nothing is left to the browser', () => {
    assert.equal(press('Tab', 1), undefined);
    assert.equal(press('f', 1), undefined);
    assert.equal(findTreeAction([], -1, { key: 'ArrowDown', altKey: false, page: 2 }), undefined);
  });
});

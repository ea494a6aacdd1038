import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findHotPath } from '../../src/model/hot-path.ts';
import { dedent } from '../helpers/profile-text.ts';
import { CLOSED, expandAll, print, rowsOf, treeOf } from './print-rows.ts';

describe('the rows of the call tree', () => {
  it('are the root alone at first', () => {
    const rows = rowsOf('main > a 1ms');
    assert.equal(print(rows, CLOSED), '+ main 1');
  });

  it('are everything, the heaviest call first, when all is expanded', () => {
    const rows = rowsOf(`
      main > a 1ms
      main > b > c 3ms
      main > b 1ms
    `);
    assert.equal(
      print(rows, expandAll(rows)),
      dedent(`
        - main 5
          - b 4 self 1
              c 3 self 3
            a 1 self 1
      `),
    );
  });

  it('are listed though a folded call made a hundred and fifty thousand others', () => {
    const place = (line: number): string => `@/app/node_modules/x/i.js:${line}`;
    const calls = Array.from({ length: 150_000 }, (_, i) => `f${i}${place(i + 3)}`);
    const profile = calls.map(call => `main > a${place(1)} > b${place(2)} > ${call} 1us`);
    const rows = rowsOf(profile.join('\n'), { threshold: 0 });
    assert.equal(rows.list(expandAll(rows)).length, 2, 'main, and the first frame of the library');
  });

  it('know their place for screen readers', () => {
    const rows = rowsOf('main > a 2ms\nmain > b 1ms');
    const list = rows.list(expandAll(rows));
    const places = list.map(({ level, position, siblings, parent }) => ({
      ...{ level, position, siblings, parent },
    }));
    assert.deepEqual(places, [
      { level: 1, position: 1, siblings: 1, parent: -1 },
      { level: 2, position: 1, siblings: 2, parent: 0 },
      { level: 2, position: 2, siblings: 2, parent: 0 },
    ]);
  });

  it('show the hot path when its end is revealed', () => {
    const { tree, rows } = treeOf(`
      main > a > hot 8ms
      main > a > cold 1ms
      main > b > c 1ms
    `);
    const end = findHotPath(tree).at(-1) ?? assert.fail();
    assert.equal(
      print(rows, rows.reveal(end, CLOSED)),
      dedent(`
        - main 10
          - a 9
              hot 8 self 8
              cold 1 self 1
          + b 1
      `),
    );
  });

  it('leave calls out that are smaller than the threshold, but not their time', () => {
    const profile = 'main > big 99.95ms\nmain > small 0.05ms';
    assert.equal(
      print(rowsOf(profile), expandAll(rowsOf(profile))),
      '- main 100\n    big 99.95 self 99.95',
    );
    const all = rowsOf(profile, { threshold: 0 });
    assert.equal(all.list(expandAll(all)).length, 3);
  });

  it('show a function its own time alone, without that of calls that are left out', () => {
    const rows = rowsOf('main > big 99.9ms\nmain > small 0.05ms\nmain 0.05ms');
    const [main] = rows.list(expandAll(rows));
    assert.equal(main?.self, 50);
  });

  it('begin with the program where several things ran', () => {
    const rows = rowsOf('main 1ms\nother 2ms');
    assert.equal(print(rows, CLOSED), '+ <program> 3');
  });

  it('can be 10,000 levels deep', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `f${i}`);
    const rows = rowsOf(`${names.join(' > ')} 1ms`);
    assert.equal(rows.list(expandAll(rows)).length, 10_000);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Frame } from '../../src/model/frame.ts';
import { findHotPath } from '../../src/model/hot-path.ts';
import type { ReportSettings } from '../../src/renderers/report-data.ts';
import { frameName } from '../../src/webview/frame-text.ts';
import { buildWholeTree, DEFAULT_SETTINGS, tidyTree } from '../../src/webview/report-tree.ts';
import { TreeRows } from '../../src/webview/tree/tree-rows.ts';
import type { TreeState } from '../../src/webview/tree/tree-rows.ts';
import { dedent, parseProfile, printTree } from '../helpers/profile-text.ts';
import { WEB_SERVER_PROFILE } from '../renderers/web-server.ts';

const CLOSED: TreeState = { expanded: new Set(), unfolded: new Set() };

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

describe('folded libraries', () => {
  it('are one row, with what they called back below it', () => {
    const rows = rowsOf(WEB_SERVER_PROFILE);
    // Of express only next would be hidden, which is not worth it; of pg these are parse and emit.
    assert.equal(
      print(rows, expandAll(rows)),
      dedent(`
        - <module> 1000 self 128
          - handle 868
            - next 868
              - handle_request 868 self 30
                - handler 838 self 48
                  - UserService.load 790 self 140
                    - query 650
                        [await] 500 self 500
                        _query 150 self 90 [2 hidden]
            listen 4 self 4
      `),
    );
  });

  it('are shown frame by frame when they are unfolded, and only these', () => {
    const rows = rowsOf(WEB_SERVER_PROFILE);
    const folded = rows.list(expandAll(rows));
    const root = folded.find(({ group }) => group !== undefined) ?? assert.fail();
    const state = { ...expandAll(rows), unfolded: new Set([root.key]) };
    assert.equal(rows.list(state).length, folded.length + (root.group?.length ?? 0));
  });

  it('are unfolded when a frame in them is revealed', () => {
    const { tree, rows } = treeOf(WEB_SERVER_PROFILE);
    const [hidden] = rows.find(({ frame }) => frame.name === 'emit');
    assert.ok(hidden !== undefined && tree.total > 0);
    assert.doesNotMatch(print(rows, expandAll(rows)), /emit/);
    assert.match(print(rows, rows.reveal(hidden, CLOSED)), /emit/);
  });

  it('are not folded when the reader wants none folded', () => {
    const rows = rowsOf(WEB_SERVER_PROFILE, { folding: 'off' });
    assert.match(print(rows, expandAll(rows)), /emit/);
  });

  it('are folded by paths too, if the reader says which', () => {
    const profile = `
      main@/app/a.js > gen1@/app/gen/x.js > gen2@/app/gen/y.js > gen3@/app/gen/z.js > gen4@/app/gen/z.js > own@/app/b.js 5ms
    `;
    const folding = { folding: 'custom', hideRegex: '.*/gen/' } as const;
    const rows = rowsOf(profile, folding);
    assert.doesNotMatch(print(rows, expandAll(rows)), /gen2/);
    const shown = rowsOf(profile, { ...folding, showRegex: '.*/gen/y' });
    assert.match(print(shown, expandAll(shown)), /gen2/);
    // An expression that is not complete yet changes nothing.
    const typing = rowsOf(profile, { folding: 'custom', hideRegex: '.*/(gen' });
    assert.match(print(typing, expandAll(typing)), /gen2/);
  });
});

describe('module loaders in the call tree', () => {
  const profile = `
    main@/app/a.js > require@node:internal/modules/helpers > <module>@/app/b.js 5ms
  `;

  it('are left out', () => {
    const rows = rowsOf(profile);
    assert.equal(print(rows, expandAll(rows)), '- main 5\n    <module> 5 self 5');
  });

  it('are left out together with frames that ask to be', () => {
    const isHidden = ({ name }: Frame): boolean => name === 'wrap';
    const session = parseProfile('main > wrap > work 2ms\nmain > wrap 1ms\nmain > work 1ms');
    const tree = buildWholeTree(session, { loaders: 'hidden', isHidden });
    assert.equal(printTree(tree), '<program> 4ms\n  main 4ms self 1ms\n    work 3ms');
  });

  it('are there when the reader wants them', () => {
    const rows = rowsOf(profile, { loaders: 'shown' });
    assert.match(print(rows, expandAll(rows)), /require/);
  });
});

function treeOf(profile: string, settings: Partial<ReportSettings> = {}) {
  const all = { ...DEFAULT_SETTINGS, ...settings };
  const whole = buildWholeTree(parseProfile(profile), { loaders: all.loaders });
  const tree = tidyTree(whole, all);
  return { tree, rows: new TreeRows(tree, whole) };
}

function rowsOf(profile: string, settings?: Partial<ReportSettings>): TreeRows {
  return treeOf(profile, settings).rows;
}

function expandAll(rows: TreeRows): TreeState {
  const [root] = rows.list(CLOSED);
  return { ...CLOSED, expanded: new Set(rows.keysBelow(root?.node ?? assert.fail())) };
}

/** The rows with their times in milliseconds. */
function print(rows: TreeRows, state: TreeState): string {
  return rows
    .list(state)
    .map(({ node, self, level, isExpandable, isExpanded, group }) => {
      const sign = isExpandable ? (isExpanded ? '- ' : '+ ') : '  ';
      const own = self > 0 ? ` self ${self / 1000}` : '';
      const hidden = group === undefined ? '' : ` [${group.length} hidden]`;
      return `${'  '.repeat(level - 1)}${sign}${frameName(node.frame)} ${node.total / 1000}${own}${hidden}`;
    })
    .join('\n');
}

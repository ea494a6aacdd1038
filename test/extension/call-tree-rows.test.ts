import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeRow, RowIds } from '../../src/extension/call-tree/call-tree-row.ts';
import type { Row } from '../../src/extension/call-tree/call-tree-row.ts';
import { CallTreeRows } from '../../src/extension/call-tree/call-tree-rows.ts';
import { findRow } from '../../src/extension/call-tree/find-row.ts';
import { Insight } from '../../src/extension/sessions/insight.ts';
import type { CallNode } from '../../src/model/call-tree.ts';
import { displayName } from '../../src/model/frame.ts';
import { dedent, parseProfile } from '../helpers/profile-text.ts';

const LIB = '/app/node_modules/express/lib/router.js';

/** A web server: two library frames lie between `route` and what it calls back. */
const SERVER = `
  main@/app/a.js:1 > route@${LIB}:1 > handle@${LIB}:5 > next@${LIB}:9 > login@/app/b.js:1 6ms
  main@/app/a.js:1 > route@${LIB}:1 > handle@${LIB}:5 > login@/app/b.js:1 1ms
  main@/app/a.js:1 > route@${LIB}:1 > handle@${LIB}:5 2ms
  main@/app/a.js:1 1ms
`;

function rowsOf(profile: string, folded = true, ids = new RowIds()): CallTreeRows {
  const { tree, hotPath } = new Insight(parseProfile(profile));
  return new CallTreeRows({ tree, hotPath, folded, ids });
}

/** All rows, fully expanded; `*` marks the hot path. */
function print(rows: CallTreeRows): string {
  const lines: string[] = [];
  const open = [...rows.childrenOf(undefined)].reverse().map(row => ({ row, depth: 0 }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { row, depth } = next;
    const { label } = describeRow(row, { runUs: 1, format: 'ms' });
    lines.push(`${'  '.repeat(depth)}${row.isHot ? '*' : ''}${label} ${row.total / 1000}ms`);
    for (const child of [...rows.childrenOf(row)].reverse())
      open.push({ row: child, depth: depth + 1 });
  }
  return lines.join('\n');
}

test('what a library calls back stands below its entry, and its own frames are one row', () => {
  const [main] = rowsOf(SERVER).childrenOf(undefined);
  assert.equal(main?.total, 10_000);
  assert.equal(
    print(rowsOf(SERVER)),
    dedent(`
      *main 10ms
        *route 9ms
          *login 7ms
          2 frames hidden · express 2ms
            *handle 9ms
              *next 6ms
                *login 6ms
              login 1ms
    `),
  );
});

test('without folding, every frame has its own row', () => {
  assert.equal(
    print(rowsOf(SERVER, false)),
    dedent(`
      *main 10ms
        *route 9ms
          *handle 9ms
            *next 6ms
              *login 6ms
            login 1ms
    `),
  );
});

test('one library frame between two others is shown, since hiding it would take a row as well', () => {
  const profile = `main@/app/a.js > route@${LIB}:1 > handle@${LIB}:5 > login@/app/b.js 1ms`;
  assert.equal(
    print(rowsOf(profile)),
    dedent(`
      *main 1ms
        *route 1ms
          *handle 1ms
            *login 1ms
    `),
  );
});

test('a row of a frame holds its own time and its children’s, folded or not', () => {
  for (const folded of [true, false]) {
    const rows = rowsOf(SERVER, folded);
    const open: Row[] = [...rows.childrenOf(undefined)];
    for (let row = open.pop(); row !== undefined; row = open.pop()) {
      const children = rows.childrenOf(row);
      open.push(...children);
      if (row.kind !== 'frame' || !row.hasChildren) continue;
      const below = children.reduce((total, child) => total + child.total, 0);
      assert.equal(row.total, row.self + below);
    }
  }
});

test('the row of a function that a library called back is found', () => {
  const { tree, hotPath } = new Insight(parseProfile(SERVER));
  const rows = new CallTreeRows({ tree, hotPath, folded: true, ids: new RowIds() });
  const path: CallNode[] = [];
  for (let node = tree.children[0]; node !== undefined; node = node.children[0]) path.push(node);
  assert.deepEqual(
    path.map(node => node.frame.name),
    ['main', 'route', 'handle', 'next', 'login'],
  );
  const row = findRow(rows, path);
  assert.equal(row?.kind === 'frame' ? displayName(row.frame) : '', 'login');
  assert.equal(row?.total, 7000);
  const inside = findRow(rows, path.slice(0, 4));
  assert.equal(inside?.kind === 'frame' ? displayName(inside.frame) : '', 'next');
  assert.equal(inside?.parent?.parent?.kind, 'hidden');
});

test('many small rows are one row, and what is in it is found', () => {
  const small = ['a', 'b', 'c', 'd'].map(name => `main@/app/a.js > ${name}@/app/a.js 1ms`);
  const profile = `main@/app/a.js > big@/app/a.js 996ms\n${small.join('\n')}`;
  assert.equal(
    print(rowsOf(profile)),
    dedent(`
      *main 1000ms
        *big 996ms
        4 more below 0.5 % 4ms
          a 1ms
          b 1ms
          c 1ms
          d 1ms
    `),
  );
  const { tree, hotPath } = new Insight(parseProfile(profile));
  const rows = new CallTreeRows({ tree, hotPath, folded: true, ids: new RowIds() });
  const [main] = tree.children;
  const c = main?.children[3];
  assert.ok(main && c);
  const row = findRow(rows, [main, c]);
  assert.equal(row?.kind === 'frame' ? row.frame.name : '', 'c');
  assert.equal(row?.parent?.kind, 'rest');
});

test('a path keeps its row id when more samples have come', () => {
  const ids = new RowIds();
  const before = rowsOf(SERVER, true, ids).childrenOf(undefined);
  const after = rowsOf(`other@/app/c.js 50ms\n${SERVER}`, true, ids).childrenOf(undefined);
  assert.equal(after[1]?.id, before[0]?.id);
  assert.notEqual(after[0]?.id, before[0]?.id);
});

test('the first levels of a tree 100,000 deep are there without walking down', () => {
  const deep = Array.from({ length: 100_000 }, (_, at) => `f${at}@/app/a.js`).join(' > ');
  const rows = rowsOf(`${deep} 1ms`);
  const [first] = rows.childrenOf(undefined);
  assert.equal(first?.total, 1000);
  assert.equal(rows.childrenOf(first).length, 1);
});

test('a row reads: name, time and share, waiting, place', () => {
  const rows = rowsOf('Db.query@/app/db.js:7 > [await] 3ms\nDb.query@/app/db.js:7 1ms');
  const [row] = rows.childrenOf(undefined);
  assert.ok(row);
  const text = describeRow(row, { runUs: 8000, format: 'both' });
  assert.equal(text.label, 'Db.query');
  assert.equal(text.description, '4.0 ms · 50 % · ⏳ 3.0 ms · db.js:7');
  assert.equal(
    text.spoken,
    'Db.query, 4.0 ms, 50 percent, 3.0 ms of it waiting, on the hot path, db.js line 7',
  );
});

test('a library’s row names its package', () => {
  const [row] = rowsOf(`route@${LIB}:3 1ms`).childrenOf(undefined);
  assert.ok(row);
  assert.equal(
    describeRow(row, { runUs: 1000, format: 'percent' }).description,
    '100 % · express · router.js:3',
  );
});

test('a row says behind an hourglass how much of its time is waiting', () => {
  const rows = rowsOf('main > load > [await] 30ms\nmain 70ms');
  const describe = (row: Row | undefined): string =>
    row === undefined ? '' : describeRow(row, { runUs: 100_000, format: 'both' }).description;
  const [main] = rows.childrenOf(undefined);
  const [load] = rows.childrenOf(main);
  const [pending] = rows.childrenOf(load);
  assert.equal(describe(main), '100 ms · 100 % · ⏳ 30 ms');
  assert.equal(describe(load), '⏳ 30 ms · 30 %');
  assert.equal(describe(pending), '30 ms · 30 %');
});

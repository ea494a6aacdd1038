import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFrames } from '../../src/model/frame-table.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { SourceExcerpt } from '../../src/renderers/source-excerpts.ts';
import { FunctionLines } from '../../src/webview/function-lines.ts';
import {
  listFileLines,
  listFiles,
  listSlowest,
  SourceLines,
} from '../../src/webview/lines/line-rows.ts';
import { parseProfile } from '../helpers/profile-text.ts';

const SESSION = parseProfile(`
  main@/app/a.js:1 :12 > parse@/app/b.js:5 :7 3ms
  main@/app/a.js:1 :12 > parse@/app/b.js:5 :8 1ms
  main@/app/a.js:1 :14 > query@/app/node_modules/pg/i.js:2 :3 2ms
  main@/app/a.js:1 :12 > require@node:internal/modules/helpers:9 :10 1ms
`);
const TIMES = buildLineTimes(SESSION);
const NO_SOURCES = new SourceLines([]);

describe('the list of files', () => {
  it('has the application first, then the file with the slowest line', () => {
    const files = listFiles(SESSION, TIMES, () => false);
    assert.deepEqual(
      files.map(({ path, isApplication, total, self }) => [path, isApplication, total, self]),
      [
        ['/app/a.js', true, 5000, 0],
        ['/app/b.js', true, 3000, 4000],
        ['/app/node_modules/pg/i.js', false, 2000, 2000],
        ['node:internal/modules/helpers', false, 1000, 1000],
      ],
    );
  });

  it('leaves out files whose functions are all hidden', () => {
    const files = listFiles(SESSION, TIMES, ({ kind }) => kind === 'node');
    assert.equal(files.length, 3);
  });
});

describe('the slowest lines', () => {
  it('are those of all the files, at most as many as asked for', () => {
    const files = [...TIMES.values()];
    const rows = listSlowest(files, NO_SOURCES, 3);
    assert.deepEqual(
      rows.map(row => `${row.file}:${row.line}`),
      // 5 ms, 3 ms; then line 14 with 2 ms, whose callee's line has as much, but as its own.
      ['/app/a.js:12', '/app/b.js:7', '/app/node_modules/pg/i.js:3'],
    );
  });
});

describe('the lines of a file', () => {
  const excerpts: SourceExcerpt[] = [
    { file: '/app/a.js', line: 11, lines: ['eleven', 'twelve', 'thirteen'] },
  ];

  it('are those with times and those with source, in their order, with gaps', () => {
    const file = TIMES.get('/app/a.js') ?? assert.fail();
    const rows = listFileLines(file, new SourceLines(excerpts));
    assert.deepEqual(
      rows.map(row => (row.kind === 'gap' ? '…' : `${row.line} ${row.text} ${row.time?.total}`)),
      ['…', '11 eleven undefined', '12 twelve 5000', '13 thirteen undefined', '14 undefined 2000'],
    );
  });
});

describe('the lines of a function', () => {
  const lines = new FunctionLines(SESSION, TIMES);
  const frame = (name: string) => readFrames(SESSION).find(f => f.name === name) ?? assert.fail();

  it('are those on which it ran or from which it called, the slowest first', () => {
    assert.deepEqual(
      lines.linesOf(frame('main')).map(({ line, total }) => [line, total]),
      [
        [12, 5000],
        [14, 2000],
      ],
    );
    assert.deepEqual(
      lines.linesOf(frame('parse')).map(({ line, self }) => [line, self]),
      [
        [7, 3000],
        [8, 1000],
      ],
    );
  });

  it('come with what all its calls cost', () => {
    assert.equal(lines.timeOf(frame('parse'))?.total, 4000);
    assert.equal(lines.timeOf({ ...frame('parse'), file: null }), undefined);
  });

  it('are those of one lane, when one is chosen', () => {
    const session = parseProfile(`
      main@/app/a.js:1 :2 1ms
      lane worker thread=1
      main@/app/a.js:1 :3 1ms
    `);
    const worker = new FunctionLines(session, buildLineTimes(session, { lane: 1 }), 1);
    const [main] = readFrames(session);
    assert.deepEqual(
      worker.linesOf(main!).map(({ line }) => line),
      [3],
    );
  });
});

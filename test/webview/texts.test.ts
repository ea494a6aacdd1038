import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { syntheticFrame } from '../../src/model/frame.ts';
import type { Frame } from '../../src/model/frame.ts';
import { formatInterval, formatShare, formatTime, timeTextFor } from '../../src/webview/figures.ts';
import { kindColor, frameColor } from '../../src/webview/frame-colors.ts';
import { buildMatcher, buildTextMatcher } from '../../src/webview/frame-matcher.ts';
import { fileText, findSource, frameName, placeText } from '../../src/webview/frame-text.ts';
import { heatOf } from '../../src/webview/heat.ts';
import { sumTimeKinds } from '../../src/webview/time-kinds.ts';
import { parseProfile } from '../helpers/profile-text.ts';

const FRAME: Frame = {
  name: 'load',
  className: 'Store',
  file: '/app/src/db.js',
  line: 5,
  column: 3,
  kind: 'application',
};

describe('times', () => {
  it('of one table have the same unit and decimals', () => {
    const write = timeTextFor(4_000_000);
    assert.deepEqual([4_000_000, 12_340, 40].map(write), ['4,000.0 ms', '12.3 ms', '0.0 ms']);
    assert.equal(timeTextFor(9_999)(1234), '1,234 µs');
    assert.equal(timeTextFor(100_000_000)(1_234_567), '1.23 s');
  });

  it('alone have the unit that suits them', () => {
    const times = [640, 81_234, 1_234_567, 60_000_000, 125_000_000];
    assert.deepEqual(times.map(formatTime), [
      '640 µs',
      '81.2 ms',
      '1.23 s',
      '60.00 s',
      '2 min 5 s',
    ]);
  });

  it('between samples are short', () => {
    assert.deepEqual([1000, 500, 2500].map(formatInterval), ['1 ms', '500 µs', '2.5 ms']);
  });

  it('are shares of the run, never rounded to nothing', () => {
    assert.deepEqual(
      [formatShare(1, 3), formatShare(0, 3), formatShare(1, 1e6), formatShare(1, 0)],
      ['33.3 %', '0.0 %', '<0.1 %', '0.0 %'],
    );
  });

  it('are hot in five steps, as in the editor', () => {
    assert.deepEqual([0.0299, 0.03, 0.1, 0.25, 0.5, 1].map(heatOf), [1, 2, 3, 4, 5, 5]);
  });
});

describe('names', () => {
  it('are short: path from the working directory, and line', () => {
    assert.equal(frameName(FRAME), 'Store.load');
    assert.equal(placeText(FRAME, { cwd: '/app' }), 'src/db.js:5');
    assert.equal(placeText({ ...FRAME, line: null }, { cwd: '/' }), 'app/src/db.js');
    assert.equal(placeText({ ...FRAME, file: null }, { cwd: '/app' }), '');
  });

  it('have signs that would not be seen, or would turn the text around, written out', () => {
    assert.equal(frameName({ ...FRAME, className: null, name: 'a\u202eb\n' }), 'a\\u202eb\\u000a');
    assert.equal(fileText('/app/\u2066x.js', { cwd: '/app' }), '\\u2066x.js');
  });

  it('lead to a place in a file only where there is one', () => {
    assert.deepEqual(findSource(FRAME), { file: '/app/src/db.js', line: 5, column: 3 });
    assert.deepEqual(findSource({ ...FRAME, file: 'C:\\a.js', line: null, column: null }), {
      file: 'C:\\a.js',
      line: 1,
    });
    assert.equal(findSource({ ...FRAME, file: 'node:fs' }), undefined);
    assert.equal(findSource({ ...FRAME, file: 'javascript:alert(1)' }), undefined);
  });
});

describe('the search', () => {
  const finds = (query: string): boolean => buildMatcher(query)?.(FRAME) ?? false;

  it('finds names and paths in any case', () => {
    assert.ok(finds('LOAD') && finds('store.l') && finds('src/db') && finds('  load '));
    assert.ok(!finds('save'));
  });

  it('takes signs as they are', () => {
    assert.ok(!finds('st.re'));
    assert.ok(buildTextMatcher('f(a[0])')?.('x = f(a[0])'));
  });

  it('takes what is between slashes for a regular expression', () => {
    assert.ok(finds('/^st.re\\.lo/'));
    assert.ok(!finds('/^load/'));
  });

  it('finds everything without a query, or while the expression is not complete', () => {
    assert.equal(buildMatcher(' '), undefined);
    assert.equal(buildMatcher('/(/'), undefined);
  });
});

describe('what time was spent on', () => {
  it('is told by the leaf of each sample', () => {
    const session = parseProfile(`
      main@/app/a.js > query@/app/node_modules/pg/index.js 3ms
      main@/app/a.js > [await] 4ms
      main@/app/a.js > [gc] 1ms
      main@/app/a.js 2ms
      main@/app/a.js > read@node:fs 1ms
      main@/app/a.js > parse@native 2ms
      [idle] 5ms
      lane worker thread=1
      main@/app/a.js 7ms
    `);
    const expected = {
      library: 3000,
      waiting: 4000,
      gc: 1000,
      node: 1000,
      native: 2000,
      idle: 5000,
    };
    assert.deepEqual(sumTimeKinds(session, 0), { application: 2000, ...expected });
    assert.equal(sumTimeKinds(session).application, 9000);
  });
});

describe('the colour of a frame', () => {
  it('is that of its kind of time', () => {
    const await_ = syntheticFrame('[await]');
    assert.equal(frameColor(await_, 'light'), kindColor('waiting', 'light'));
    assert.notEqual(kindColor('waiting', 'light'), kindColor('waiting', 'dark'));
  });

  it('is the same whenever the function is the same, and another one for others', () => {
    assert.equal(frameColor(FRAME, 'light'), frameColor({ ...FRAME }, 'light'));
    assert.notEqual(frameColor(FRAME, 'light'), frameColor({ ...FRAME, name: 'save' }, 'light'));
  });
});

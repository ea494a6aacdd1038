import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  formatCount,
  formatFigure,
  formatShare,
  formatTime,
} from '../../src/extension/figure-text.ts';

test('a time is shown in the unit and the digits that a reader can use', () => {
  const shown = [0, 20, 400, 9_940, 9_960, 812_000, 999_400, 999_600, 1_240_000, 59_940_000];
  assert.deepEqual(shown.map(formatTime), [
    '0 ms',
    '<0.1 ms',
    '0.4 ms',
    '9.9 ms',
    '10 ms',
    '812 ms',
    '999 ms',
    '1.0 s',
    '1.2 s',
    '59.9 s',
  ]);
});

test('minutes and hours are shown as such, and never sixty seconds', () => {
  const minute = 60_000_000;
  assert.equal(formatTime(minute - 20_000), '1 min 0 s');
  assert.equal(formatTime(2 * minute + 5_000_000), '2 min 5 s');
  assert.equal(formatTime(62 * minute), '1 h 2 min');
});

test('a share is shown in whole percents from ten on and with one digit below', () => {
  const shares = [0, 0.3, 4, 42, 99, 99.6, 380, 1000].map(part => formatShare(part, 1000));
  assert.deepEqual(shares, ['0 %', '<0.1 %', '0.4 %', '4.2 %', '9.9 %', '10 %', '38 %', '100 %']);
});

test('a share of an empty run is nothing', () => {
  assert.equal(formatShare(0, 0), '0 %');
});

test('the format decides between time, share and both', () => {
  const show = (format: 'both' | 'ms' | 'percent'): string =>
    formatFigure(812_000, 2_137_000, format);
  assert.deepEqual(
    [show('both'), show('ms'), show('percent')],
    ['812 ms · 38 %', '812 ms', '38 %'],
  );
});

test('one of a thing has no plural', () => {
  assert.equal(formatCount(1, 'await'), '1 await');
  assert.equal(formatCount(1204, 'sample'), '1,204 samples');
});

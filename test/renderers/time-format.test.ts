import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decimalsFor, formatFixed, formatPercent } from '../../src/renderers/time-format.ts';

describe('decimalsFor', () => {
  it('resolves the interval, from whole seconds to nanoseconds', () => {
    const seconds = [5, 1, 0.5, 0.1, 0.02, 0.01, 0.002, 0.001, 0.0005, 0.0001, 1e-5];
    assert.deepEqual(
      seconds.map(s => decimalsFor(s * 1e6)),
      [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5],
    );
    assert.equal(decimalsFor(1e-4), 9);
  });

  it('takes an interval that is not known for a millisecond', () => {
    assert.equal(decimalsFor(0), 3);
  });
});

describe('formatFixed', () => {
  it('rounds to the nearest text', () => {
    assert.equal(formatFixed(0.12345, 3), '0.123');
    assert.equal(formatFixed(0.9996, 3), '1.000');
    assert.equal(formatFixed(0.0005, 3), '0.001'); // a little more than a half in binary
  });

  it('takes the even text when exactly between two', () => {
    assert.equal(formatFixed(0.5, 0), '0');
    assert.equal(formatFixed(1.5, 0), '2');
    assert.equal(formatFixed(2.5, 0), '2');
    assert.equal(formatFixed(0.0625, 3), '0.062');
    assert.equal(formatFixed(0.1875, 3), '0.188');
  });
});

describe('formatPercent', () => {
  it('gives one decimal', () => {
    assert.equal(formatPercent(0.868), '86.8%');
    assert.equal(formatPercent(1), '100.0%');
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { packColumn, unpackColumn } from '../../src/renderers/packed-column.ts';
import { seededRandom } from '../helpers/random.ts';

describe('a packed column', () => {
  const same = (values: readonly number[]) => {
    assert.deepEqual(unpackColumn(packColumn(values)), values);
  };

  it('gives back small and large, positive and negative integers', () => {
    const most = 2 ** 30 - 1;
    same([0, 1, -1, 63, 64, -64, -65, 127, 128, most, -most, most, 0]);
  });

  it('gives back nothing for nothing', () => {
    same([]);
  });

  it('gives back numbers that are no integers, or too large for 32 bits', () => {
    same([0.5, 1 / 3, 1000]);
    same([2 ** 30, -(2 ** 30)]);
    same([2 ** 31, 2 ** 52, 5]);
  });

  it('gives back more numbers than fit into one piece of base64', () => {
    const random = seededRandom(3);
    same(Array.from({ length: 100_001 }, () => Math.floor((random() - 0.5) * 2 ** 31)));
  });

  it('takes one byte for a number that is near the one before', () => {
    const packed = packColumn(Array.from({ length: 3000 }, (_, i) => i));
    // One byte each, and four signs for three bytes.
    assert.equal(packed.length, 4000);
  });
});

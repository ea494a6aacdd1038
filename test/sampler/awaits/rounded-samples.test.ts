import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RoundedSamples } from '../../../src/sampler/awaits/rounded-samples.ts';

describe('samples in whole microseconds', () => {
  it('sum to what the fractions sum to', () => {
    const samples = new RoundedSamples();
    for (let i = 0; i < 3; i++) samples.push(i, 1000 / 3, 1);
    samples.push(3, 0.4, 1);
    samples.push(4, 0.4, 1);
    assert.deepEqual(samples.table('plain'), {
      stack: [0, 1, 2, 3, 4],
      durationUs: [333, 334, 333, 0, 1],
    });
  });

  it('count one each until one does not', () => {
    const samples = new RoundedSamples();
    samples.push(0, 1, 1);
    samples.push(1, 1, 0);
    samples.push(2, 1, 3);
    assert.deepEqual(samples.table('plain').count, [1, 0, 3]);
  });
});

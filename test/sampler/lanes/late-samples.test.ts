// To whom the time is given in which a busy machine let the thread wait.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { V8Profile } from '../../../src/formats/v8-profile.ts';
import { withLateSamples } from '../../../src/sampler/lanes/late-samples.ts';

const NAMES = ['(root)', '(idle)', 'parse', 'store'];

/** `['parse', 1]`: what was sampled, and how many milliseconds after the sample before. */
function sampled(...taken: readonly (readonly [name: string, ms: number])[]): V8Profile {
  return {
    nodes: NAMES.map((functionName, i) => ({
      id: i + 1,
      callFrame: { functionName, url: '', scriptId: '0', lineNumber: 0, columnNumber: 0 },
    })),
    samples: taken.map(([name]) => NAMES.indexOf(name) + 1),
    timeDeltas: taken.map(([, ms]) => ms * 1000),
    startTime: 0,
    endTime: taken.reduce((sum, [, ms]) => sum + ms, 1) * 1000,
  };
}

function deltasOf(profile: V8Profile): readonly number[] {
  return (withLateSamples(profile).timeDeltas ?? []).map(us => us / 1000);
}

describe('withLateSamples', () => {
  it('gives a halt to what the thread was about to do, and moves nothing else', () => {
    const profile = sampled(['parse', 1], ['parse', 1], ['store', 9], ['parse', 1], ['parse', 1]);
    assert.deepEqual(deltasOf(profile), [1, 1, 1, 9, 1]);
  });

  it('knows two halts one after the other from each other', () => {
    const taken = sampled(['parse', 1], ['store', 8], ['parse', 5], ['parse', 1], ['parse', 1]);
    assert.deepEqual(deltasOf(taken), [1, 1, 8, 5, 1]);
  });

  it('leaves what the thread idled, and pauses that are as usual', () => {
    const taken = sampled(['parse', 1], ['(idle)', 9], ['store', 9], ['parse', 2], ['parse', 1]);
    const profile = { ...taken, timeDeltas: [1000, 9000, 9000, 2000, 1000, 1000, 1000] };
    assert.deepEqual(deltasOf(profile), [1, 9, 9, 2, 1, 1, 1]);
  });
});

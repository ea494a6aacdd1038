import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSpeedscope } from '../../src/formats/decode-speedscope.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { ProfileError } from '../../src/model/errors.ts';
import { dedent, printTree } from '../helpers/profile-text.ts';

const FRAMES = [{ name: 'main', file: '/a.js', line: 1 }, { name: 'parse' }];

function fileOf(profile: object): unknown {
  return { shared: { frames: FRAMES }, profiles: [{ name: 'p', startValue: 0, ...profile }] };
}

function treeOf(profile: object): string {
  return printTree(buildCallTree(readSpeedscope(fileOf(profile)).session));
}

describe('readSpeedscope', () => {
  it('reads calls that open and close; between them the lane was idle', () => {
    const profile = {
      type: 'evented',
      unit: 'milliseconds',
      startValue: 100,
      endValue: 112,
      events: [
        { type: 'O', at: 101, frame: 0 },
        { type: 'O', at: 103, frame: 1 },
        { type: 'C', at: 106, frame: 1 },
        { type: 'C', at: 110, frame: 0 },
      ],
    };
    assert.equal(
      treeOf(profile),
      dedent(`
        <program> 12ms
          main 9ms self 6ms
            parse 3ms
          [idle] 3ms
      `),
    );
  });

  it('reads samples, the root first, in any unit of time', () => {
    const units = { nanoseconds: 1e6, microseconds: 1e3, milliseconds: 1, seconds: 1e-3 };
    for (const [unit, ms] of Object.entries(units)) {
      const profile = {
        type: 'sampled',
        unit,
        samples: [[0, 1], [0]],
        weights: [2 * ms, 3 * ms],
      };
      assert.equal(treeOf(profile), '<program> 5ms\n  main 5ms self 3ms\n    parse 2ms');
    }
  });

  it('takes numbers without a unit for microseconds, and says so', () => {
    const { session } = readSpeedscope(
      fileOf({ type: 'sampled', unit: 'none', samples: [[0]], weights: [7] }),
    );
    assert.deepEqual(session.lanes[0]?.samples.durationUs, [7]);
    assert.deepEqual(session.meta.notes, [
      'The profile has no unit: its numbers were taken for microseconds.',
    ]);
  });

  it('says what is wrong with a file', () => {
    const event = (type: string, at: number, frame: number) => ({ type, at, frame });
    const evented = { type: 'evented', unit: 'seconds', endValue: 9 };
    const wrong: readonly (readonly [object, RegExp])[] = [
      [{ ...evented, events: [event('C', 1, 0)] }, /events\[0\] ends what was not open/],
      [{ ...evented, events: [event('O', 2, 0), event('C', 1, 0)] }, /events\[1\] is too early/],
      [{ ...evented, events: [event('O', 1, 7)] }, /events\[0\]\.frame is not a number/],
      [{ ...evented, unit: 'bytes', events: [] }, /tells bytes, not times/],
      [{ ...evented, type: 'odd' }, /neither evented nor sampled/],
      [{ type: 'sampled', unit: 'none', samples: [[0]], weights: [] }, /1 samples have 0 weights/],
      [{ type: 'sampled', unit: 'seconds', samples: [[0]], weights: [1e10] }, /thirty years/],
    ];
    for (const [profile, message] of wrong) {
      assert.throws(
        () => readSpeedscope(fileOf(profile)),
        error => error instanceof ProfileError && message.test(error.message),
      );
    }
  });
});

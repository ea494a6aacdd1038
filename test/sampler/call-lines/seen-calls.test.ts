// Which calls a run of samples is taken to be of.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SeenCalls } from '../../../src/sampler/call-lines/seen-calls.ts';

const [A, B, C] = [1, 2, 3];

/** One of many runs: samples of a millisecond each, and the calls that were seen, by their millisecond in the run. */
interface Run {
  readonly samples: number;
  /** Where it had waited. */
  readonly site?: number;
  readonly seen?: readonly {
    readonly at: number;
    readonly place: number;
    readonly weight: number;
  }[];
}

/** Place → milliseconds, of runs with other samples between them. */
function timesOf(...runs: readonly Run[]): Record<number, number> {
  const calls = new SeenCalls();
  const starts = runs.map((_run, i) =>
    runs.slice(0, i).reduce((sum, { samples }) => sum + samples + 10, 0),
  );
  const noted = runs.map(({ site, samples }, i) => {
    const [startUs, endUs] = [starts[i]! * 1000, (starts[i]! + samples) * 1000];
    return site === undefined ? undefined : { site, startUs, endUs };
  });
  runs.forEach(({ seen = [] }, i) => {
    const run = noted[i];
    for (const { at, place, weight } of seen) {
      const us = (starts[i]! + at) * 1000;
      calls.add({ us, sinceUs: us, place, weightUs: weight * 1000, run });
    }
  });
  runs.forEach(({ samples }, i) => {
    const run = noted[i];
    for (let ms = starts[i]!; ms < starts[i]! + samples; ms++)
      calls.take(ms, { moment: (ms + 0.5) * 1000, us: 1000, run });
  });
  const times: Record<number, number> = {};
  calls.forEach((place, us) => (times[place] = (times[place] ?? 0) + us / 1000));
  return times;
}

describe('SeenCalls', () => {
  it('gives each sample to the call that was seen nearest to it in its own run', () => {
    const seen = [
      { at: 4, place: A, weight: 10 },
      { at: 14, place: B, weight: 10 },
    ];
    assert.deepEqual(timesOf({ samples: 20, seen }), { [A]: 9, [B]: 11 });
  });

  it('gives runs that were missed to the calls that are missed more often', () => {
    const long = { samples: 20, seen: [{ at: 9, place: A, weight: 40 }] };
    const short = { samples: 5, seen: [{ at: 2, place: B, weight: 20 }] };
    // Of the time, a fifth is of B by its weight: 10 of 50 ms. It was seen in 5 of them.
    assert.deepEqual(timesOf(long, { samples: 5 }, long, short), { [A]: 40, [B]: 10 });
  });

  it('gives runs after one wait what was seen as long after it, and after another what was seen there', () => {
    const early = { samples: 20, site: 1, seen: [{ at: 4, place: A, weight: 10 }] };
    const late = { samples: 20, site: 1, seen: [{ at: 14, place: B, weight: 10 }] };
    const other = { samples: 10, site: 2, seen: [{ at: 9, place: C, weight: 10 }] };
    const times = timesOf(early, other, late, { samples: 20, site: 1 }, { samples: 8, site: 2 });
    assert.deepEqual(times, { [A]: 3 * 9, [B]: 3 * 11, [C]: 18 });
  });

  it('loses nothing where what was seen stands for less than it has', () => {
    const seen = [{ at: 9, place: A, weight: 1 }];
    const times = timesOf({ samples: 20, seen }, { samples: 7 }, { samples: 3 });
    assert.deepEqual(times, { [A]: 30 });
  });
});

// What ran after a wait is as long as was noted, wherever the samples fell.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { V8CallFrame, V8Profile } from '../../../src/formats/v8-profile.ts';
import { withRunTimes } from '../../../src/sampler/awaits/run-times.ts';
import { IDLED } from '../../../src/sampler/await-batch.ts';
import type { AwaitSite } from '../../../src/sampler/await-batch.ts';

const PLACE = {
  ...{ name: 'load', url: 'file:///a.js', line: 5, column: 3 },
  ...{ functionLine: 1, functionColumn: 1, isAsync: false },
};
const SITES: readonly AwaitSite[] = [{ frames: [PLACE], plain: true, kind: 'await' }];
const NAMES = ['(root)', '(idle)', 'parse', 'store', 'timers', 'tick', 'close'];

function callFrame(functionName: string): V8CallFrame {
  const url = functionName === 'timers' ? 'node:internal/timers' : '';
  return { functionName, url, scriptId: '0', lineNumber: 0, columnNumber: 0 };
}

/** `'(idle) - parse'`: what was sampled at 1,000, 2,000, 3,000, … microseconds; `-`: nothing was. */
function sampled(text: string): V8Profile {
  const names = text.split(' ');
  const taken = names.flatMap((name, i) => (name === '-' ? [] : [i]));
  const samples = taken.map(i => NAMES.indexOf(names[i] ?? '') + 1);
  return {
    nodes: NAMES.map((name, i) => ({
      id: i + 1,
      callFrame: callFrame(name),
      ...(name === '(root)' && { children: [2, 3, 4, 5, 7] }),
      ...(name === 'timers' && { children: [6] }),
    })),
    samples,
    timeDeltas: taken.map((at, i) => (at - (taken[i - 1] ?? -1)) * 1000),
    startTime: 0,
    endTime: (names.length + 1) * 1000,
  };
}

interface Besides {
  readonly resumed?: V8CallFrame;
  readonly callbacksUs?: readonly number[];
  /** When the thread is known to have idled. */
  readonly idled?: readonly Noted[];
}

/** From … to: microseconds. */
type Noted = readonly [number, number];

/** `'(idle) 1500'`: what the thread did, and for how long. */
function timesOf(
  text: string,
  runs: readonly Noted[],
  { resumed, callbacksUs = [], idled = [] }: Besides = {},
): string[] {
  const log = {
    callbacksUs,
    runs: [
      ...runs.map(([startUs, endUs]) => ({ site: 0, startUs, endUs })),
      ...idled.map(([startUs, endUs]) => ({ site: IDLED, startUs, endUs })),
    ].sort((a, b) => a.startUs - b.startUs),
    sites: SITES,
  };
  const {
    nodes,
    samples = [],
    timeDeltas = [],
    ...span
  } = withRunTimes(sampled(text), log, () => resumed);
  const names = new Map(nodes.map(node => [node.id, node.callFrame.functionName]));
  const starts = timeDeltas.map((_, i) => timeDeltas.slice(0, i + 1).reduce((a, b) => a + b, 0));
  const sums: [string, number][] = [];
  samples.forEach((id, i) => {
    const us = (starts[i + 1] ?? span.endTime) - (i === 0 ? 0 : (starts[i] ?? 0));
    const name = names.get(id) ?? '?';
    const last = sums.at(-1);
    if (last?.[0] === name) last[1] += us;
    else sums.push([name, us]);
  });
  return sums.map(([name, us]) => `${name} ${us}`);
}

describe('withRunTimes', () => {
  it('counts each sample once, where it fell, and what was noted between them not at all', () => {
    const runs = [
      { site: 0, startUs: 1200, endUs: 1700 },
      { site: 0, startUs: 2100, endUs: 4300 },
    ];
    const log = { callbacksUs: [], runs, sites: SITES };
    const profile = sampled('(idle) (idle) parse parse (idle)');
    const { samples = [], sampleCounts = [] } = withRunTimes(profile, log, () => undefined);
    const counts = samples.map((id, i) => `${NAMES[id - 1] ?? ''} ${sampleCounts[i] ?? ''}`);
    assert.deepEqual(counts, [
      '(idle) 1',
      // 1,200 to 1,700: between two samples, and nothing tells what ran.
      '(idle) 0',
      '(idle) 1',
      'parse 1',
      'parse 1',
      '(idle) 0',
      '(idle) 1',
    ]);
  });

  it('lets a run begin and end when it did', () => {
    assert.deepEqual(timesOf('(idle) (idle) parse parse (idle)', [[2100, 4300]]), [
      '(idle) 2100',
      'parse 2200',
      '(idle) 1700',
    ]);
  });

  it('gives each moment of a run to the sample nearest to it', () => {
    assert.deepEqual(timesOf('(idle) (idle) parse store (idle)', [[2100, 4300]]), [
      '(idle) 2100',
      'parse 1400',
      'store 800',
      '(idle) 1700',
    ]);
  });

  it('takes a run that no sample saw for one that was seen as early', () => {
    const runs: Noted[] = [
      [1500, 2600],
      [4100, 4900],
      [5100, 5300],
    ];
    assert.deepEqual(timesOf('(idle) parse (idle) (idle) (idle)', runs), [
      '(idle) 1500',
      'parse 1100',
      '(idle) 1500',
      'parse 800',
      '(idle) 1100',
    ]);
  });

  it('takes it for the function that had waited where none was seen as early', () => {
    assert.deepEqual(timesOf('(idle) (idle)', [[1200, 1700]], { resumed: callFrame('load') }), [
      '(idle) 1200',
      'load 500',
      '(idle) 1300',
    ]);
  });

  it('leaves it out where that function was never sampled', () => {
    assert.deepEqual(timesOf('(idle) (idle)', [[1200, 1700]]), ['(idle) 3000']);
  });

  it('leaves what runs besides as it was sampled', () => {
    const text = '(idle) close parse parse close (idle)';
    assert.deepEqual(timesOf(text, [[2700, 4800]]), [
      '(idle) 2000',
      'close 700',
      'parse 2300',
      'close 1000',
      '(idle) 1000',
    ]);
  });

  it('lets a callback begin when it was called', () => {
    assert.deepEqual(timesOf('(idle) parse parse', [], { callbacksUs: [1300] }), [
      '(idle) 1300',
      'parse 2700',
    ]);
  });

  it('lets the callback of a timer begin when the sample before it woke the thread', () => {
    assert.deepEqual(timesOf('(idle) (idle) tick tick', []), ['(idle) 2090', 'tick 2910']);
  });

  it('lets the thread idle between runs where it is known to have, and nothing was sampled', () => {
    const runs: Noted[] = [
      [1100, 2300],
      [8100, 9600],
    ];
    const text = '(idle) parse parse parse parse parse parse parse store (idle)';
    const rare = '(idle) parse - - - - - - store (idle)';
    const idled: Noted[] = [[2400, 8100]];
    assert.deepEqual(timesOf(rare, runs, { idled }), [
      '(idle) 1100',
      'parse 1200',
      '(idle) 5800',
      'store 1500',
      '(idle) 1400',
    ]);
    assert.deepEqual(timesOf(text, runs, { idled }), timesOf(text, runs));
  });

  it('leaves a thread that never idles alone', () => {
    const text = 'parse store parse';
    assert.deepEqual(timesOf(text, [[1200, 1700]], { resumed: callFrame('load') }), [
      'parse 2000',
      'store 1000',
      'parse 1000',
    ]);
  });
});

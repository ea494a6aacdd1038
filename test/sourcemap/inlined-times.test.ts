// Where functions are inlined, time is shared out as it was spent, and lines that are right stay as they are.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CODE, files, fn, mapLines } from './inlined-program.ts';
import {
  assertSums,
  dedent,
  mapText,
  placeIn,
  printCallLines,
  printLeafLines,
  printSelfTimes,
} from './map-text.ts';
import { profileProgram } from './profile-program.ts';

describe('samples that are shared out', () => {
  const excerpts = [...Array<string>(60).fill('sqrt(x)|'), ...Array<string>(40).fill('i++|')];
  const session = mapLines('caller', ...excerpts);

  it('keep their number and durations', () => {
    assert.deepEqual(session.lanes[0]?.samples.durationUs, Array<number>(100).fill(1000));
  });

  it('are spread over the time in which they were taken', () => {
    const stacks = [...(session.lanes[0]?.samples.stack ?? [])];
    const inWork = (from: number) =>
      stacks.slice(from, from + 20).filter(stack => session.stacks.parent[stack] !== -1).length;
    assert.deepEqual([0, 20, 40, 60, 80].map(inWork), [12, 12, 12, 12, 12]);
  });

  it('leave the rows of each stack with the sum of its samples', () => {
    assertSums(session);
    assert.equal(printCallLines(session), 'caller 4 > work 60ms');
  });
});

describe('lines that are right', () => {
  it('stay with their function', () => {
    const session = mapLines('caller', 'let sum|', 'i++|', 'return sum|');
    assert.equal(printLeafLines(session), 'caller 2 1ms\ncaller 3 1ms\ncaller 7 1ms');
    assert.equal(session.stacks.frame.length, 1);
  });

  it('are believed when a column comes with them', () => {
    const session = mapText(`${fn('caller')} :${placeIn(CODE, '|Math.sqrt(x)')} 1ms`, { files });
    assert.equal(printLeafLines(session), 'caller 10 1ms');
  });
});

describe('a real program whose hot functions are inlined', () => {
  it('shows them in the order of their work', { timeout: 60_000 }, () => {
    const session = profileProgram(
      dedent(`
        function caller(n) {
          let sum = 0;
          for (let i = 0; i < n; i++) {
            sum += heavy(i);
            sum += light(i);
          }
          return sum;
        }
        function heavy(x) {
          let s = 0;
          for (let i = 0; i < 300; i++)
            s += Math.sqrt(i * x) % 7;
          return s;
        }
        function light(x) {
          let s = 0;
          for (let i = 0; i < 50; i++)
            s += Math.sqrt(i * x) % 7;
          return s;
        }
        let n = 0;
        for (const end = Date.now() + 1000; Date.now() < end; ) n += caller(1000);
      `),
    );
    assertSums(session);
    const self = new Map(
      printSelfTimes(session)
        .split('\n')
        .map(row => [row.split(' ')[0], parseFloat(row.split(' ')[1] ?? '')] as const),
    );
    const [heavy = 0, light = 0, caller = 0] = ['heavy', 'light', 'caller'].map(name =>
      self.get(name),
    );
    assert.ok(heavy > 2 * light && light > 0, `heavy ${heavy} ms, light ${light} ms`);
    assert.ok(caller < heavy / 10, `caller ${caller} ms, heavy ${heavy} ms`);
    const calls = printCallLines(session).split('\n');
    assert.ok(calls.some(row => row.startsWith('caller 4 > heavy ')));
    assert.ok(calls.every(row => !/^caller (?!4)\d+ > heavy /.test(row)));
  });
});

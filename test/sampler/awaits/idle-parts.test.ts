// To which awaits the time goes in which a thread was seen to idle.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { idleParts } from '../../../src/sampler/awaits/idle-parts.ts';
import { PendingAwaits } from '../../../src/sampler/awaits/pending-awaits.ts';
import { momentsOf } from '../../../src/sampler/awaits/sample-moments.ts';
import type { Wait } from '../../../src/sampler/awaits/wait-rows.ts';
import type { AwaitSite } from '../../../src/sampler/await-batch.ts';

const SITES = ['first', 'second', 'third'].map((name, i): AwaitSite => {
  const place = { line: i + 1, column: 1, functionLine: 1, functionColumn: 1 };
  const frame = { name, url: 'file:///app.js', ...place, isAsync: false };
  return { frames: [frame], plain: true, kind: 'await' };
});

/** `site: us` of each part of the time between two moments; waits are sites with their start and end. */
function partsOf(
  rows: readonly (readonly [number, number, number])[],
  [startUs, endUs]: readonly [number, number],
): readonly string[] {
  const waits = rows.map(([site, from, to], i): Wait => {
    return { id: i + 1, site, startUs: from, endUs: to, weight: 1, waitsFor: 0 };
  });
  return idleParts(new PendingAwaits(waits, SITES), startUs, endUs).map(({ shares, us }) => {
    const names = shares.map(({ site }) => SITES[site]?.frames[0]?.name);
    return `${names.join('+')}: ${us}`;
  });
}

describe('The time in which a thread was seen to idle', () => {
  it('is divided where what it waited for changes', () => {
    const waits = [
      [0, 0, 1300],
      [1, 1310, 3000],
    ] as const;
    assert.deepEqual(partsOf(waits, [1000, 2000]), ['first: 300', 'second: 700']);
  });

  it('is for the wait in which it was seen, however short, where no longer one follows', () => {
    const loop = Array.from({ length: 40 }, (_, i) => [0, i * 90, i * 90 + 60] as const);
    assert.deepEqual(partsOf(loop, [1025, 2000]), ['first: 975']);
    assert.deepEqual(partsOf(loop, [1025, 2050]), ['first: 1025']);
  });

  it('is not for a short wait in between, before which something ran that was not noted', () => {
    const waits = [
      [0, 0, 1300],
      [1, 1320, 1380],
      [2, 1400, 3000],
    ] as const;
    assert.deepEqual(partsOf(waits, [1000, 2000]), ['first: 300', 'third: 700']);
  });

  it('may last for hours, of which a program that was stopped has one sample', () => {
    const hourUs = 3_600_000_000;
    const table = { stack: [0], durationUs: [hourUs] };
    const { idle } = momentsOf(table, 1000, () => true);
    assert.ok(idle.length > 1000 && idle.length < 100_000, `${idle.length} moments`);
    assert.ok((idle.at(-1) ?? 0) < 1000 + hourUs);
    const waits = [
      [0, 0, 1000 + hourUs / 2],
      [1, 1000 + hourUs / 2, 2 * hourUs],
    ] as const;
    const parts = [`first: ${hourUs / 2}`, `second: ${hourUs / 2}`];
    assert.deepEqual(partsOf(waits, [1000, 1000 + hourUs]), parts);
  });

  it('is for what is waited for later where nothing is known of the rest', () => {
    assert.deepEqual(partsOf([[1, 1500, 3000]], [1000, 2000]), ['second: 1000']);
    assert.deepEqual(partsOf([], [1000, 2000]), [': 1000']);
  });
});

// However often a program awaits, and whatever it costs to note one of its awaits: the whole keeps to its share.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  AWAITS,
  HANDSHAKE_BYTES,
  NOTED,
  NOTED_US,
} from '../../../../src/sampler/target/handshake.ts';
import { AwaitLedger } from '../../../../src/sampler/target/waits/await-budget.ts';

const LOOK_US = 50_000;
/** What the hooks take for an await that is not noted. */
const HOOK_US = 0.1;

/** Share of its time that a program spends on us after the first second, and the share of its awaits that is noted. */
function simulate(
  awaitsPerSecond: number,
  noteUs: number,
  idle = 0,
): { cost: number; noted: number } {
  const flags = new Int32Array(HANDSHAKE_BYTES / 4);
  const ledger = new AwaitLedger(flags);
  const begun = (awaitsPerSecond * LOOK_US) / 1e6;
  let [spentUs, notedCount, looks] = [0, 0, 0];
  for (let look = 0, stride = 1, off = 0; look < 2000; look++) {
    const isOn = off-- <= 0;
    const noted = isOn ? Math.floor(begun / stride) : 0;
    add(flags, AWAITS, isOn ? begun : 0);
    add(flags, NOTED, noted);
    add(flags, NOTED_US, noted * noteUs);
    const budget = ledger.look({ busyUs: LOOK_US * (1 - idle), idleUs: LOOK_US * idle });
    if (isOn && budget !== null) [stride, off] = [budget.stride, budget.pauseFactor];
    if (look < 20) continue;
    looks++;
    notedCount += noted;
    spentUs += noted * noteUs + (isOn ? begun * HOOK_US : 0);
  }
  return { cost: spentUs / (looks * LOOK_US), noted: notedCount / (looks * begun) };
}

function add(flags: Int32Array, index: number, amount: number): void {
  flags[index] = (flags[index] ?? 0) + amount;
}

describe('What noting awaits may cost', () => {
  for (const awaitsPerSecond of [20_000, 100_000, 500_000, 5_000_000])
    for (const noteUs of [4, 30, 200])
      it(`is a small share at ${awaitsPerSecond} awaits a second that take ${noteUs} us each`, () => {
        const { cost, noted } = simulate(awaitsPerSecond, noteUs);
        assert.ok(cost < 0.03, `${cost} of the time`);
        assert.ok(noted > 0);
      });

  it('allows a program of few awaits all of them', () => {
    assert.equal(simulate(200, 30).noted, 1);
  });

  it('allows a program that mostly waits more of them', () => {
    assert.ok(simulate(1000, 27).noted < 1);
    assert.equal(simulate(1000, 27, 0.75).noted, 1);
  });
});

// A thread that is about to be ended is left alone, and told afterwards what it was to be told.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { CommandGate } from '../../../src/sampler/protocol/command-gate.ts';
import { ignoreReply } from '../../../src/sampler/protocol/inspector-port.ts';
import { TimeLimits } from '../../../src/sampler/protocol/time-limits.ts';

/** A thread, and what it was told. */
function newThread(): {
  readonly limits: TimeLimits;
  readonly gate: CommandGate;
  readonly told: string[];
} {
  const limits = new TimeLimits();
  const told: string[] = [];
  const gate = new CommandGate(method => void told.push(method), limits);
  return { limits, gate, told };
}

const tell = (gate: CommandGate, ...methods: readonly string[]): void => {
  for (const method of methods) gate.post(method, {}, ignoreReply);
};

const nowUs = (): number => Number(process.hrtime.bigint() / 1000n);

describe('CommandGate', () => {
  it('holds what is told at the end of a time limit, and passes it on in its order', async () => {
    const { limits, gate, told } = newThread();
    limits.note({ beginUs: nowUs(), limitMs: 10, isOutermost: false });
    tell(gate, 'Profiler.stop', 'Profiler.start');
    await wait(20);
    assert.deepEqual(told, []);
    await wait(80);
    assert.deepEqual(told, ['Profiler.stop', 'Profiler.start']);
  });

  it('holds nothing long before the end', () => {
    const { limits, gate, told } = newThread();
    limits.note({ beginUs: nowUs(), limitMs: 1000, isOutermost: false });
    tell(gate, 'Runtime.evaluate');
    assert.deepEqual(told, ['Runtime.evaluate']);
  });

  it('holds what comes while another waits, but not what goes elsewhere', async () => {
    const { limits, gate, told } = newThread();
    limits.note({ beginUs: nowUs(), limitMs: 10, isOutermost: false });
    tell(gate, 'Runtime.evaluate', 'NodeWorker.detach');
    assert.deepEqual(told, ['NodeWorker.detach']);
    limits.forgetBefore(Infinity);
    tell(gate, 'Profiler.stop');
    assert.equal(told.length, 1);
    await wait(80);
    assert.deepEqual(told.slice(1), ['Runtime.evaluate', 'Profiler.stop']);
  });

  it('passes everything on as a limit begins where they follow one another without end', async () => {
    const { limits, gate, told } = newThread();
    let beganMs = 0;
    const timer = setInterval(() => {
      beganMs = performance.now();
      limits.note({ beginUs: nowUs(), limitMs: 20, isOutermost: false });
    }, 18);
    await wait(30);
    let sinceBeginMs: number | undefined;
    gate.whenOpen(() => {
      sinceBeginMs = performance.now() - beganMs;
    });
    tell(gate, 'Profiler.stop');
    await wait(400);
    assert.deepEqual(told, []);
    await wait(1500);
    clearInterval(timer);
    assert.deepEqual(told, ['Profiler.stop']);
    assert.ok(sinceBeginMs !== undefined && sinceBeginMs < 15, `${sinceBeginMs} ms after it began`);
  });

  it('passes nothing on for long where none of them leaves time for it', async () => {
    const { limits, gate, told } = newThread();
    const timer = setInterval(() => {
      limits.note({ beginUs: nowUs(), limitMs: 6, isOutermost: false });
    }, 5);
    await wait(20);
    tell(gate, 'Profiler.stop');
    await wait(2500);
    assert.deepEqual(told, []);
    clearInterval(timer);
    await wait(100);
    assert.deepEqual(told, ['Profiler.stop']);
  });

  it('passes everything on when the thread comes to its end', () => {
    const { limits, gate, told } = newThread();
    limits.note({ beginUs: nowUs(), limitMs: 10, isOutermost: false });
    tell(gate, 'Profiler.stop');
    gate.release();
    assert.deepEqual(told, ['Profiler.stop']);
  });
});

describe('TimeLimits', () => {
  it('are over once a stack is seen without what they limit', () => {
    const limits = new TimeLimits();
    limits.note({ beginUs: 1_000, limitMs: 10, isOutermost: false });
    limits.note({ beginUs: 2_000, limitMs: 10, isOutermost: false });
    limits.forgetBefore(1_500);
    assert.ok(limits.quietMs(3_000) > 0);
    limits.forgetBefore(2_500);
    assert.equal(limits.quietMs(3_000), 0);
  });

  it('are over when something begins after their end', () => {
    const limits = new TimeLimits();
    limits.note({ beginUs: 0, limitMs: 1000, isOutermost: false });
    limits.note({ beginUs: 1_000_100, limitMs: 1000, isOutermost: false });
    assert.equal(limits.quietMs(1_000_200), 0);
    assert.equal(limits.openMs(1_000_200), 899.9);
  });

  it('are over when something begins that is not within them', () => {
    const limits = new TimeLimits();
    limits.note({ beginUs: 0, limitMs: 30, isOutermost: true });
    limits.note({ beginUs: 20_000, limitMs: 1000, isOutermost: false });
    assert.ok(limits.quietMs(30_000) > 0);
    limits.note({ beginUs: 29_000, limitMs: 1000, isOutermost: true });
    assert.equal(limits.quietMs(30_000), 0);
  });

  it('are known to another thread by their memory, however many there were', () => {
    const noted = new TimeLimits();
    const read = new TimeLimits(noted.memory);
    for (let i = 0; i < 10_000; i++) noted.note({ beginUs: i, limitMs: 1000, isOutermost: false });
    assert.equal(read.begun, 10_000);
    assert.ok(read.quietMs(1_009_000) > 0);
    assert.equal(read.quietMs(100_000), 0);
  });
});

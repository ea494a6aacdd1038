// Waits that are too short to be told one by one.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BRIEF_ROW, LETS_NONE_GO_ON } from '../../../../src/sampler/await-batch.ts';
import { BriefWaitLog, isBrief } from '../../../../src/sampler/target/waits/brief-waits.ts';
import type { NotedWait } from '../../../../src/sampler/target/waits/noted-wait.ts';

const WAIT = { stride: 1, tag: null, waitsFor: 0 } as NotedWait;

function waitAt(startMs: number, of: Partial<NotedWait> = {}): NotedWait {
  return { ...WAIT, startMs, ...of };
}

/** A loop of so many waits of 60 us with 30 us between them. */
function addLoop(log: BriefWaitLog, fromMs: number, count: number): void {
  for (let i = 0; i < count; i++) log.add(waitAt(fromMs + i * 0.09), 4, fromMs + i * 0.09 + 0.06);
}

function rounded(rows: readonly number[]): readonly number[] {
  return rows.map(value => Math.round(value * 1000) / 1000);
}

describe('BriefWaitLog', () => {
  it('tells waits of one place that follow one another closely together', () => {
    const log = new BriefWaitLog();
    addLoop(log, 10, 100);
    log.add(waitAt(19), 4, 19.08);
    assert.equal(log.size, 1);
    assert.deepEqual(rounded(log.take().rows), [4, 10, 19.08, 101, 6.08, 0.08, 0, 0]);
    assert.deepEqual(log.take().rows, []);
  });

  it('tells those apart between which there is time for something else', () => {
    const log = new BriefWaitLog();
    addLoop(log, 10, 2);
    addLoop(log, 10.4, 1);
    assert.deepEqual(rounded(log.take().rows), [
      ...[4, 10, 10.15, 2, 0.12, 0.06, 0, 0],
      ...[4, 10.4, 10.46, 1, 0.06, 0.06, 0, 0],
    ]);
  });

  it('tells those apart that began elsewhere, or for whom others wait', () => {
    const log = new BriefWaitLog();
    const tags = ['one request', 'another'];
    for (const tag of tags) log.add(waitAt(1, { tag }), 4, 1.05);
    for (const waitsFor of [LETS_NONE_GO_ON, -7, 8, 9])
      log.add(waitAt(1, { waitsFor, tag: tags[0] }), 4, 1.05);
    log.add(waitAt(1, { tag: tags[0] }), 5, 1.05);
    const { rows, tags: told } = log.take();
    const facts = told.map((tag, i) => [
      tag,
      rows[i * BRIEF_ROW],
      rows[i * BRIEF_ROW + 3],
      rows[i * BRIEF_ROW + 6],
    ]);
    assert.deepEqual(facts, [
      ['one request', 4, 1, 0],
      ['another', 4, 1, 0],
      ['one request', 4, 2, LETS_NONE_GO_ON],
      ['one request', 4, 2, 1],
      ['one request', 5, 1, 0],
    ]);
  });

  it('takes a longer wait for a brief one, and a longer pause for none, where each stands for many', () => {
    const log = new BriefWaitLog();
    assert.equal(isBrief(waitAt(1), 1.5), false);
    assert.equal(isBrief(waitAt(1, { stride: 8 }), 1.5), true);
    log.add(waitAt(1, { stride: 8 }), 4, 1.5);
    log.add(waitAt(11, { stride: 8 }), 4, 11.25);
    log.add(waitAt(11.3), 4, 11.35);
    assert.deepEqual(rounded(log.take().rows), [
      ...[4, 1, 11.25, 16, 6, 0.5, 0, 1],
      ...[4, 11.3, 11.35, 1, 0.05, 0.05, 0, 0],
    ]);
  });
});

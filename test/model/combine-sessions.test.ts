import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { combineSessions } from '../../src/model/combine-sessions.ts';
import { SessionBuilder } from '../../src/model/session-builder.ts';
import type { SessionData } from '../../src/model/session.ts';

/** A session of one lane: each sample is a stack, written from the root, and its duration. */
function session(threadId: number, samples: readonly (readonly [string, number])[]): SessionData {
  const builder = new SessionBuilder();
  const lane = builder.lane({ name: `thread ${threadId}`, pid: 1, threadId });
  let total = 0;
  for (const [path, us] of samples) {
    let stack = -1;
    for (const name of path.split(' > ')) {
      const place = { className: null, file: '/a.js', line: 1, column: 1 };
      stack = builder.stack(stack, builder.frame({ name, ...place, kind: 'application' }));
    }
    lane.sample(stack, us);
    lane.leafLine(stack, { line: 2, column: 0 }, us);
    lane.awaits('/a.js', { line: 3, column: 1 }, { count: 1, totalUs: us, maxUs: us });
    total += us;
  }
  return builder.build({
    program: `first of ${samples.length}`,
    startTime: '2026-01-01T00:00:00.000Z',
    cwd: '/',
    nodeVersion: null,
    platform: null,
    intervalUs: 1000,
    durationUs: total,
    cpuTimeUs: 10,
    exit: { code: null, signal: null },
    notes: ['once'],
  });
}

describe('combineSessions', () => {
  const first = session(0, [
    ['main > parse', 3],
    ['main', 1],
  ]);
  const second = session(0, [['main > parse', 5]]);

  it('adds up what ran in the same thread', () => {
    const combined = combineSessions([first, second]);
    assert.equal(combined.lanes.length, 1);
    const [main] = buildCallTree(combined).children;
    assert.deepEqual([main?.total, main?.self, main?.children[0]?.total], [3 + 1 + 5, 1, 3 + 5]);
  });

  it('adds up durations and CPU time, and keeps the rest of the first', () => {
    const { meta } = combineSessions([first, second]);
    assert.deepEqual([meta.durationUs, meta.cpuTimeUs], [4 + 5, 10 + 10]);
    assert.equal(meta.program, 'first of 2');
    assert.deepEqual(meta.notes, ['once']);
  });

  it('adds up the lines and awaits', () => {
    const [lane] = combineSessions([first, second]).lanes;
    assert.deepEqual(lane?.leafLines.us, [3 + 5, 1]);
    assert.deepEqual([lane.awaits.count, lane.awaits.totalUs], [[3], [9]]);
    assert.deepEqual(lane.awaits.maxUs, [5]);
  });

  it('keeps the lanes of other threads apart', () => {
    const combined = combineSessions([first, session(2, [['main', 7]])]);
    assert.deepEqual(
      combined.lanes.map(({ threadId }) => threadId),
      [0, 2],
    );
  });

  it('refuses to combine nothing', () => {
    assert.throws(() => combineSessions([]), RangeError);
  });
});

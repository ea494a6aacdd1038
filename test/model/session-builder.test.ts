import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Frame } from '../../src/model/frame.ts';
import { readFrame } from '../../src/model/frame-table.ts';
import { SessionBuilder } from '../../src/model/session-builder.ts';
import type { SessionMeta } from '../../src/model/session.ts';

const META: SessionMeta = {
  program: 'node app.js',
  startTime: '2026-01-02T03:04:05.000Z',
  cwd: '/app',
  nodeVersion: 'v20.0.0',
  platform: 'linux',
  intervalUs: 1000,
  durationUs: 5000,
  cpuTimeUs: null,
  exit: { code: 0, signal: null },
  notes: [],
};
const MAIN: Frame = {
  name: 'main',
  className: null,
  file: '/app/a.js',
  line: 1,
  column: 1,
  kind: 'application',
};

describe('SessionBuilder', () => {
  it('gives equal frames one index and reads them back as they were', () => {
    const builder = new SessionBuilder();
    const variants: Frame[] = [
      MAIN,
      { ...MAIN, name: 'other' },
      { ...MAIN, className: 'App' },
      { ...MAIN, file: '/app/b.js' },
      { ...MAIN, file: null },
      { ...MAIN, line: 2 },
      { ...MAIN, line: null },
      { ...MAIN, column: 2 },
      { ...MAIN, column: null },
      { ...MAIN, kind: 'library' },
    ];
    const indexes = variants.map(frame => builder.frame(frame));
    assert.deepEqual(indexes, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.deepEqual(
      variants.map(frame => builder.frame({ ...frame })),
      indexes,
    );
    const session = builder.build(META);
    assert.deepEqual(
      indexes.map(index => readFrame(session, index)),
      variants,
    );
  });

  it('gives equal stacks one index, parents before children', () => {
    const builder = new SessionBuilder();
    const a = builder.frame(MAIN);
    const b = builder.frame({ ...MAIN, name: 'b' });
    const root = builder.stack(-1, a);
    const child = builder.stack(root, b);
    assert.equal(builder.stack(-1, a), root);
    assert.equal(builder.stack(root, b), child);
    assert.notEqual(builder.stack(-1, b), child);
    assert.deepEqual(builder.build(META).stacks, { parent: [-1, 0, -1], frame: [a, b, b] });
  });

  it('refuses a parent or a frame that is not there', () => {
    const builder = new SessionBuilder();
    const frame = builder.frame(MAIN);
    assert.throws(() => builder.stack(0, frame), RangeError);
    assert.throws(() => builder.stack(-1, frame + 1), RangeError);
  });

  it('adds up line rows and await rows of the same place', () => {
    const builder = new SessionBuilder();
    const stack = builder.stack(-1, builder.frame(MAIN));
    const lane = builder.lane({ name: 'main', pid: 7, threadId: 0, startUs: 5 });
    lane.sample(stack, 1000);
    lane.sample(stack, 500);
    lane.leafLine(stack, { line: 3, column: 1 }, 700);
    lane.leafLine(stack, { line: 3, column: 9 }, 200);
    lane.leafLine(stack, { line: 3, column: 1 }, 300);
    lane.callLine(stack, { line: 3, column: 1 }, 100);
    lane.awaits('/app/a.js', { line: 4, column: 2 }, { count: 1, totalUs: 10, maxUs: 10 });
    lane.awaits('/app/a.js', { line: 4, column: 2 }, { count: 2, totalUs: 20, maxUs: 15 });
    assert.equal(lane.endUs, 1505);
    const built = builder.build(META).lanes[0];
    assert.deepEqual(built?.samples, { stack: [0, 0], durationUs: [1000, 500] });
    assert.deepEqual(built.leafLines, {
      stack: [0, 0],
      line: [3, 3],
      column: [1, 9],
      us: [1000, 200],
    });
    assert.deepEqual(built.callLines.us, [100]);
    assert.deepEqual(built.awaits, {
      file: [1],
      line: [4],
      column: [2],
      count: [3],
      totalUs: [30],
      maxUs: [15],
    });
  });

  it('does not change a session that it has already built', () => {
    const builder = new SessionBuilder();
    const stack = builder.stack(-1, builder.frame(MAIN));
    const lane = builder.lane({ name: 'main', pid: 7, threadId: 0 });
    lane.sample(stack, 1);
    const first = builder.build(META);
    const copy = structuredClone(first);
    builder.stack(stack, builder.frame({ ...MAIN, name: 'later' }));
    lane.sample(stack, 2);
    lane.leafLine(stack, { line: 1, column: 1 }, 3);
    assert.deepEqual(first, copy);
  });

  it('keeps a hundred thousand different stacks apart', () => {
    const builder = new SessionBuilder();
    const frames = Array.from({ length: 300 }, (_, i) =>
      builder.frame({ ...MAIN, name: `f${String(i)}` }),
    );
    let parent = -1;
    const stacks: number[] = [];
    for (let i = 0; i < 100_000; i++) {
      parent = builder.stack(i % 7 === 0 ? -1 : parent, frames[(i * 31) % 300] ?? 0);
      stacks.push(parent);
    }
    parent = -1;
    for (let i = 0; i < 100_000; i++) {
      parent = builder.stack(i % 7 === 0 ? -1 : parent, frames[(i * 31) % 300] ?? 0);
      assert.equal(parent, stacks[i]);
    }
  });
});

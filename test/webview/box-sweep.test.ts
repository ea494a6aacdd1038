import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FlameTrack } from '../../src/webview/charts/flame-track.ts';
import { buildLaneTrack, showStacks } from '../../src/webview/charts/lane-track.ts';
import { sweepBoxes } from '../../src/webview/charts/box-sweep.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { seededRandom } from '../helpers/random.ts';
import { sweepRows } from './print-boxes.ts';

describe('drawing a flame chart', () => {
  it('cuts boxes to the window', () => {
    const track = laneTrack(`
      main > a 4ms
      main > b 4ms
    `);
    const rows = sweepRows(track, { from: 2000, to: 5000 }, { pixels: 3000 });
    assert.deepEqual(rows, [['main 2-5'], ['a 2-4', 'b 4-5']]);
  });

  it('draws only the levels that are wanted', () => {
    const track = laneTrack('a > b > c > d 1ms');
    const rows = sweepRows(
      track,
      { from: 0, to: 1000 },
      { pixels: 100, firstLevel: 1, endLevel: 3 },
    );
    assert.deepEqual(rows[0], undefined);
    assert.deepEqual(rows.slice(1), [['b 0-1'], ['c 0-1']]);
  });

  it('leaves what is before and after the lane empty', () => {
    const track = laneTrack('lane main pid=1 start=4ms\nmain 2ms');
    assert.deepEqual(sweepRows(track, { from: 0, to: 10_000 }, { pixels: 1000 }), [['main 4-6']]);
  });

  it('gives a pixel to the longest of the segments that share it', () => {
    // A pixel is 10 ms: long has 6 of the first.
    const track = laneTrack(`
      main > short 2ms
      main > long 6ms
      main > short 2ms
      main > other 10ms
    `);
    const rows = sweepRows(track, { from: 0, to: 20_000 }, { pixels: 2 });
    assert.deepEqual(rows, [['main 0-20'], ['long 0-10', 'other 10-20']]);
  });

  it('draws one box over many pixels for a call whose inner calls are too short to be seen', () => {
    const calls = Array.from({ length: 1000 }, (_, i) => `main > loop > f${i % 7} 1ms`);
    const rows = sweepRows(laneTrack(calls.join('\n')), { from: 0, to: 1e6 }, { pixels: 50 });
    assert.deepEqual(rows[0], ['main 0-1000']);
    assert.deepEqual(rows[1], ['loop 0-1000']);
  });

  it('draws two boxes where a call ended in between, however short the break', () => {
    const track = laneTrack(`
      main > a 20ms
      other 0.001ms
      main > a 20ms
    `);
    const rows = sweepRows(track, { from: 0, to: 40_001 }, { pixels: 4 });
    assert.equal(rows[0]?.length, 2);
    assert.ok(rows[0].every(box => box.startsWith('main ')));
  });

  it('covers no pixel of a level twice, and all of level 0', () => {
    const random = seededRandom(11);
    const names = ['a', 'b', 'c'];
    const stack: string[] = ['main'];
    const lines = Array.from({ length: 3000 }, () => {
      stack.length = 1 + Math.floor(random() * stack.length);
      while (stack.length < 12 && random() < 0.6) stack.push(names[Math.floor(random() * 3)]!);
      return `${stack.join(' > ')} ${1 + Math.floor(random() * 9)}us`;
    });
    const track = laneTrack(lines.join('\n'));
    const window = { from: 1000, to: 9000 };
    const pixels = 700;
    const end: number[] = [];
    sweepBoxes(track, { window, pixels, firstLevel: 0, endLevel: 99 }, (node, left, right) => {
      const level = track.nodes.level[node] ?? 0;
      assert.ok(left >= (end[level] ?? 0) - 1e-9, `level ${level}: ${left} before ${end[level]}`);
      end[level] = right;
    });
    assert.equal(Math.round(end[0] ?? 0), pixels);
  });
});

function laneTrack(profile: string): FlameTrack {
  const session = parseProfile(profile);
  return buildLaneTrack(
    session.lanes[0]!,
    showStacks(session, () => false),
  );
}

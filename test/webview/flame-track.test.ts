import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { displayName } from '../../src/model/frame.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import type { SessionData } from '../../src/model/session.ts';
import { boxTimes, findBox } from '../../src/webview/charts/flame-track.ts';
import type { FlameBox, FlameTrack } from '../../src/webview/charts/flame-track.ts';
import { buildLaneTrack, showStacks } from '../../src/webview/charts/lane-track.ts';
import type { IsHidden } from '../../src/webview/charts/lane-track.ts';
import { buildTreeTrack } from '../../src/webview/charts/tree-track.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { printBoxes } from './print-boxes.ts';

const PROFILE = `
  main > parse 2ms
  main > parse > read 1ms
  main > parse 1ms
  main 1ms
  main > draw 3ms
  [idle] 2ms
  main > parse 4ms
`;

describe('the timeline of a lane', () => {
  it('has a box for every call, as long as its stack is on top of the same calls', () => {
    assert.equal(
      printBoxes(laneTrack(PROFILE)),
      [
        '0 main 0-8, [idle] 8-10, main 10-14',
        '1 parse 0-4, draw 5-8, parse 10-14',
        '2 read 2-3',
      ].join('\n'),
    );
  });

  it('makes two boxes of two calls with another one between them', () => {
    const track = laneTrack(`
      main > a > x 1ms
      main > b > x 1ms
      main > a > x 1ms
    `);
    assert.equal(
      printBoxes(track),
      ['0 main 0-3', '1 a 0-1, b 1-2, a 2-3', '2 x 0-1, x 1-2, x 2-3'].join('\n'),
    );
  });

  it('begins where the lane began', () => {
    const session = parseProfile(`
      lane worker pid=1 thread=2 start=5ms
      main 2ms
    `);
    assert.equal(printBoxes(laneTrackOf(session)), '0 main 5-7');
  });

  it('shows the calls of a hidden frame in its place', () => {
    const profile = `
      main > load > work > step 1ms
      main > load2 > work > step 1ms
      main > load 1ms
      load > work 1ms
    `;
    const track = laneTrackOf(parseProfile(profile), ({ name }) => name.startsWith('load'));
    assert.equal(
      printBoxes(track),
      ['0 main 0-3, work 3-4', '1 work 0-2', '2 step 0-2'].join('\n'),
    );
  });

  it('is empty where everything is hidden', () => {
    const track = laneTrackOf(parseProfile('load > load2 3ms'), () => true);
    assert.equal(track.levels, 0);
    assert.equal(printBoxes(track), '');
    assert.equal(findBox(track, 1000, 0), undefined);
  });

  it('is empty without samples', () => {
    const session = parseProfile('lane main pid=1');
    assert.equal(printBoxes(laneTrackOf(session)), '');
  });

  it('can be 100,000 calls deep', () => {
    const names = Array.from({ length: 100_000 }, (_, i) => `f${i % 3}`);
    const track = laneTrack(`${names.join(' > ')} 2ms`);
    assert.equal(track.levels, 100_000);
    assert.equal(describeBox(findBox(track, 1000, 99_999)), 'f0 0-2');
  });
});

describe('a box', () => {
  const track = laneTrack(PROFILE);

  it('is found by time and level', () => {
    assert.equal(describeBox(findBox(track, 2500, 2)), 'read 2-3');
    assert.equal(describeBox(findBox(track, 2500, 1)), 'parse 0-4');
    assert.equal(describeBox(findBox(track, 13_999, 0)), 'main 10-14');
  });

  it('begins with its first moment and ends before its last', () => {
    assert.equal(describeBox(findBox(track, 8000, 0)), '[idle] 8-10');
    assert.equal(describeBox(findBox(track, 7999, 0)), 'main 0-8');
  });

  it('is not there below the stack, and not before and after the lane', () => {
    assert.equal(findBox(track, 4500, 1), undefined);
    assert.equal(findBox(track, -1, 0), undefined);
    assert.equal(findBox(track, 14_000, 0), undefined);
    assert.equal(findBox(track, 1000, -1), undefined);
  });

  it('has the time of its own code, and the time that it waited', () => {
    const waiting = laneTrack(`
      main > load 1ms
      main > load > [await] 5ms
      main > [await] 2ms
      main 3ms
    `);
    const times = boxTimes(
      waiting,
      findBox(waiting, 0, 0) ?? assert.fail(),
      ({ name }) => name === '[await]',
    );
    assert.deepEqual(times, { total: 11_000, self: 3000, waiting: 7000 });
  });
});

describe('the flame graph', () => {
  it('merges calls by path, the heaviest leftmost, and ends each with its own time', () => {
    assert.equal(
      printBoxes(treeTrack(PROFILE)),
      [
        '0 <program> 0-14',
        // 8 of parse, 3 of draw and 1 of its own; then 2 of the idle loop.
        '1 main 0-12, [idle] 12-14',
        '2 parse 0-8, draw 8-11',
        '3 read 0-1',
      ].join('\n'),
    );
  });

  it('keeps the node of the tree for every box', () => {
    const track = buildTreeTrack(buildCallTree(parseProfile(PROFILE)));
    const box = findBox(track, 9000, 2) ?? assert.fail();
    assert.equal(track.calls[box.node]?.frame.name, 'draw');
    assert.equal(track.calls[box.node]?.total, 3000);
  });

  it('does not draw calls that took no time', () => {
    assert.equal(printBoxes(treeTrack('main 0ms\nother 1ms')), '0 <program> 0-1\n1 other 0-1');
  });
});

function laneTrack(profile: string): FlameTrack {
  return laneTrackOf(parseProfile(profile));
}

function laneTrackOf(session: SessionData, isHidden: IsHidden = () => false): FlameTrack {
  const lane = session.lanes[0] ?? assert.fail();
  return buildLaneTrack(lane, showStacks(session, isHidden));
}

function treeTrack(profile: string): FlameTrack {
  return buildTreeTrack(buildCallTree(parseProfile(profile)));
}

function describeBox(box: FlameBox | undefined): string {
  if (box === undefined) return 'none';
  return `${displayName(box.frame)} ${box.from / 1000}-${box.to / 1000}`;
}

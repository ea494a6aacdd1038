import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { displayName } from '../../src/model/frame.ts';
import { sumActivity } from '../../src/webview/charts/activity.ts';
import { findSpot, placeTracks } from '../../src/webview/charts/chart-layout.ts';
import type { ChartBox } from '../../src/webview/charts/chart-layout.ts';
import { firstBox, stepFrom } from '../../src/webview/charts/chart-navigation.ts';
import type { BoxStep } from '../../src/webview/charts/chart-navigation.ts';
import { sumFound } from '../../src/webview/charts/chart-times.ts';
import type { FlameTrack } from '../../src/webview/charts/flame-track.ts';
import { buildLaneTrack, showStacks } from '../../src/webview/charts/lane-track.ts';
import { TIME_KINDS } from '../../src/webview/time-kinds.ts';
import { parseProfile } from '../helpers/profile-text.ts';

const NONE: ReadonlySet<number> = new Set();

describe('going through a chart with the keyboard', () => {
  const placed = placeTracks(
    charts('main > a > x 1ms\nmain > a > y 2ms\nmain 1ms\nmain > b 3ms'),
    NONE,
  );
  const walk = (...steps: BoxStep[]): string => {
    let at: ChartBox | undefined = firstBox(placed, 1500);
    for (const step of steps) at = at && stepFrom(placed, at, step);
    return at === undefined ? 'nowhere' : displayName(at.box.frame);
  };

  it('begins at the outermost call', () => {
    assert.equal(walk(), 'main');
  });

  it('goes into the longest call, and out again', () => {
    // a and b took 3 ms each: the first of them; in a, y is the longest.
    assert.equal(walk('in'), 'a');
    assert.equal(walk('in', 'in'), 'y');
    assert.equal(walk('in', 'in', 'out', 'out'), 'main');
    assert.equal(walk('out'), 'nowhere');
    assert.equal(walk('in', 'in', 'in'), 'nowhere');
  });

  it('goes to the calls before and after, over time in which there was none', () => {
    assert.equal(walk('in', 'after'), 'b');
    assert.equal(walk('in', 'after', 'before'), 'a');
    assert.equal(walk('in', 'in', 'before'), 'x');
    assert.equal(walk('in', 'before'), 'nowhere');
  });
});

describe('several charts on a page', () => {
  const two = charts('a > b 1ms', 'c 1ms');

  it('stand below each other, each with a heading', () => {
    const placed = placeTracks(two, NONE);
    assert.deepEqual(
      placed.map(({ top, body, bottom }) => [top, body, bottom]),
      [
        // Heading 26, two levels of 20; a gap of 10.
        [0, 26, 66],
        [76, 102, 122],
      ],
    );
    assert.deepEqual(findSpot(placed, 10), { index: 0, level: -1 });
    assert.deepEqual(findSpot(placed, 50), { index: 0, level: 1 });
    assert.equal(findSpot(placed, 70), undefined);
    assert.deepEqual(findSpot(placed, 102), { index: 1, level: 0 });
  });

  it('can be folded to their headings', () => {
    const placed = placeTracks(two, new Set([0]));
    assert.deepEqual([placed[0]?.bottom, placed[1]?.top], [26, 36]);
    assert.equal(displayName(firstBox(placed, 0)!.box.frame), 'c');
  });

  it('have no heading when there is one alone', () => {
    const [only] = placeTracks(two.slice(0, 1), new Set([0]));
    assert.deepEqual([only?.body, only?.bottom], [0, 40]);
  });
});

describe('the picture of what a program did', () => {
  it('sums up each part of the time by whose code ran', () => {
    const [track] = charts('main 3ms\nmain > [await] 2ms\n[idle] 1ms\nfs@node:fs 2ms');
    const sums = sumActivity([track!.track], { from: 0, to: 8000 }, 2);
    assert.deepEqual(byKind(sums, 0), { application: 3000, waiting: 1000 });
    assert.deepEqual(byKind(sums, 1), { waiting: 1000, idle: 1000, node: 2000 });
  });

  it('adds lanes up', () => {
    const tracks = charts('main 2ms', 'work 2ms').map(({ track }) => track);
    assert.deepEqual(byKind(sumActivity(tracks, { from: 0, to: 4000 }, 1), 0), {
      application: 4000,
    });
  });

  it('counts only what is in the window', () => {
    const [track] = charts('main 10ms');
    const sums = sumActivity([track!.track], { from: 9000, to: 12_000 }, 3);
    assert.deepEqual([byKind(sums, 0), byKind(sums, 1)], [{ application: 1000 }, {}]);
  });

  const byKind = (sums: Float64Array, column: number): Record<string, number> => {
    const entries = TIME_KINDS.map((kind, k) => [kind, sums[column * TIME_KINDS.length + k] ?? 0]);
    return Object.fromEntries(entries.filter(([, us]) => us !== 0)) as Record<string, number>;
  };
});

describe('the search in a chart', () => {
  it('counts the time of what it finds, with what that called, once', () => {
    const [chart] = charts('main > parse > parse 2ms\nmain > parse > read 1ms\nmain > draw 4ms');
    const found = sumFound(chart!.track, ({ name }) => name === 'parse');
    assert.equal(found, 3000);
  });
});

function charts(...profiles: string[]): { track: FlameTrack; title: string }[] {
  return profiles.map(profile => {
    const session = parseProfile(profile);
    const stacks = showStacks(session, () => false);
    return { track: buildLaneTrack(session.lanes[0]!, stacks), title: '' };
  });
}

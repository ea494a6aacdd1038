// Recordings as text, mapped: the programs are strings, their files a record.

import assert from 'node:assert/strict';
import { displayName } from '../../src/model/frame.ts';
import { readFrame } from '../../src/model/frame-table.ts';
import { selfTimes } from '../../src/model/sample-rows.ts';
import type { LineShares, Script, SessionData } from '../../src/model/session.ts';
import { mapRecording } from '../../src/sourcemap/map-recording.ts';
import type { MapOptions } from '../../src/sourcemap/map-recording.ts';
import { totalTimes } from '../../src/sourcemap/inlined/share-samples.ts';
import { dedent, parseProfile, printMillis } from '../helpers/profile-text.ts';

/** Files by path. */
export type Files = Readonly<Record<string, string>>;

/** What a test says besides the profile. */
export interface MapTextOptions extends Partial<MapOptions> {
  readonly files?: Files;
  readonly scripts?: readonly Script[];
}

/** Maps a profile in the notation of profile-text, whose frames name script URLs and generated positions. */
export function mapText(profile: string, options: MapTextOptions = {}): SessionData {
  const { files = {}, scripts = [], ...more } = options;
  const session = parseProfile(profile);
  const readText = (path: string) => files[path];
  return mapRecording({ session, scripts }, { cwd: '/app', readText, ...more });
}

/** `line:column` of the `|` in `excerpt`, in the text that holds the excerpt without it. */
export function placeIn(text: string, excerpt: string): string {
  const start = text.indexOf(excerpt.replace('|', ''));
  if (start < 0) throw new Error(`Not in the text: ${excerpt}`);
  const before = text.slice(0, start + excerpt.indexOf('|'));
  const lines = before.split('\n');
  return `${lines.length}:${(lines.at(-1) ?? '').length + 1}`;
}

/** Line of the `|` in `excerpt`. */
export function lineIn(text: string, excerpt: string): string {
  return placeIn(text, excerpt).split(':')[0] ?? '';
}

/** Every stack's leaf, indented below its caller: `Users.load@/app/users.ts:3:5 application`. */
export function printStacks(session: SessionData): string {
  const depths: number[] = [];
  return session.stacks.frame
    .map((frame, stack) => {
      depths[stack] = (depths[session.stacks.parent[stack] ?? -1] ?? -1) + 1;
      return '  '.repeat(depths[stack] ?? 0) + printFrame(session, frame);
    })
    .join('\n');
}

/** The first lane's leaf lines, a row a line: `work 13 3ms`. */
export function printLeafLines(session: SessionData): string {
  const { stack, line, us } = session.lanes[0]?.leafLines ?? EMPTY;
  return stack
    .map((of, i) => `${leafName(session, of)} ${line[i] ?? 0} ${printMillis(us[i] ?? 0)}`)
    .join('\n');
}

/** The first lane's call lines, a row a line: `caller 5 > work 3ms`. */
export function printCallLines(session: SessionData): string {
  const { stack, line, us } = session.lanes[0]?.callLines ?? EMPTY;
  return stack
    .map((of, i) => {
      const caller = leafName(session, session.stacks.parent[of] ?? -1);
      return `${caller} ${line[i] ?? 0} > ${leafName(session, of)} ${printMillis(us[i] ?? 0)}`;
    })
    .join('\n');
}

/** Self time of each function in the first lane: `work 3ms`. */
export function printSelfTimes(session: SessionData): string {
  const times = new Map<string, number>();
  const { stack, durationUs } = session.lanes[0]?.samples ?? { stack: [], durationUs: [] };
  stack.forEach((of, i) => {
    const name = leafName(session, of);
    times.set(name, (times.get(name) ?? 0) + (durationUs[i] ?? 0));
  });
  return [...times].map(([name, us]) => `${name} ${printMillis(us)}`).join('\n');
}

/** Fails unless the rows of every stack that has any add up to its self time (leaf lines) or total time (call lines). */
export function assertSums(session: SessionData): void {
  const { parent } = session.stacks;
  for (const { samples, leafLines, callLines } of session.lanes) {
    const self = selfTimes(samples, parent.length);
    assertRowSums(leafLines, self);
    assertRowSums(callLines, totalTimes(self, parent));
  }
}

function assertRowSums({ stack, us }: LineShares, times: Float64Array): void {
  const sums = new Map<number, number>();
  stack.forEach((of, i) => sums.set(of, (sums.get(of) ?? 0) + (us[i] ?? 0)));
  for (const [of, sum] of sums) {
    const time = times[of] ?? 0;
    assert.ok(Math.abs(sum - time) <= time * 1e-6 + 1e-6, `rows ${sum}, stack ${of} ${time}`);
  }
}

export { dedent };

const EMPTY = { stack: [], line: [], us: [] };

function leafName(session: SessionData, stack: number): string {
  const frame = session.stacks.frame[stack];
  return frame === undefined ? '-' : displayName(readFrame(session, frame));
}

function printFrame(session: SessionData, index: number): string {
  const frame = readFrame(session, index);
  const place = [frame.file, frame.line, frame.column].filter(part => part !== null).join(':');
  return `${displayName(frame)}${place === '' ? '' : `@${place}`} ${frame.kind}`;
}

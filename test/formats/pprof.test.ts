import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Profile } from 'pprof-format';
import { encodePprof } from '../../src/formats/pprof.ts';
import type { SessionData } from '../../src/model/session.ts';
import { parseProfile } from '../helpers/profile-text.ts';

/** What a pprof file says, as pprof's own reader has it, one sample a line, from the leaf. */
function samplesOf(session: SessionData): string[] {
  const profile = Profile.decode(encodePprof(session));
  const text = (index: unknown): string => profile.stringTable.strings[Number(index)] ?? '';
  const locations = new Map(profile.location.map(l => [Number(l.id), l.line[0]!]));
  const functions = new Map(profile.function.map(f => [Number(f.id), f]));
  return profile.sample.map(({ locationId, value, label }) => {
    const frames = locationId.map(id => {
      const { functionId, line } = locations.get(Number(id))!;
      return `${text(functions.get(Number(functionId))!.name)}:${line}`;
    });
    const labels = label.map(({ key, str }) => `${text(key)}=${text(str)}`);
    return `${frames.join(' < ')} ${value.join(' ')} ${labels.join(' ')}`;
  });
}

describe('encodePprof', () => {
  it('writes samples and nanoseconds of every stack, from the leaf', () => {
    const session = parseProfile(`
      main@/app/a.js:1 > parse@/app/b.js:5 3ms
      main@/app/a.js:1 > parse@/app/b.js:5 2ms
      main@/app/a.js:1 1ms
    `);
    assert.deepEqual(samplesOf(session), [
      'parse:0 < main:0 2 5000000 lane=main',
      'main:0 1 1000000 lane=main',
    ]);
  });

  it('gives each frame the line it was on, by share', () => {
    const session = parseProfile(`
      main@/app/a.js:1 :12 > parse@/app/b.js:5 :7 3ms
      main@/app/a.js:1 :12 > parse@/app/b.js:5 :8 1ms
    `);
    assert.deepEqual(samplesOf(session), [
      'parse:7 < main:12 2 3000000 lane=main',
      'parse:8 < main:12 0 1000000 lane=main',
    ]);
  });

  it('writes nothing below 0 where there are more ways through a stack than samples', () => {
    const session = parseProfile(`
      main@/app/a.js:1 :12 > parse@/app/b.js:5 :7 1ms
      main@/app/a.js:1 :13 > parse@/app/b.js:5 :8 1ms
    `);
    const values = samplesOf(session).map(sample => / (-?\d+) (-?\d+) lane/.exec(sample)!);
    assert.equal(values.length, 2 * 2);
    const sum = (column: number): number =>
      values.reduce((all, row) => all + Number(row[column]), 0);
    assert.deepEqual([sum(1), sum(2)], [2, 2_000_000]);
    assert.ok(values.every(row => Number(row[1]) >= 0 && Number(row[2]) >= 0));
  });

  it('loses no time when the ways through a stack are too many', () => {
    const lines = Array.from({ length: 100 }, (_, i) => {
      const [a, b, c] = [i % 3, i % 5, i % 7].map(n => n + 1);
      return `main@/app/a.js:1 :${a} > mid@/app/a.js:20 :${b} > leaf@/app/a.js:40 :${c} 333us`;
    });
    const samples = samplesOf(parseProfile(lines.join('\n')));
    assert.ok(samples.length <= 16);
    const nanos = samples.map(sample => Number(/ (\d+) lane/.exec(sample)![1]));
    assert.equal(
      nanos.reduce((sum, n) => sum + n),
      33_300_000,
    );
  });

  it('labels samples with their lane', () => {
    const session = parseProfile(`
      main 3ms
      lane worker 1 thread=1
      work 5ms
    `);
    assert.deepEqual(samplesOf(session), [
      'main:0 1 3000000 lane=main',
      'work:0 1 5000000 lane=worker 1',
    ]);
  });

  it('tells what, when, how long and how often', () => {
    const profile = Profile.decode(encodePprof(parseProfile('main@/app/a.js:3 4ms')));
    const text = (index: unknown): string => profile.stringTable.strings[Number(index)] ?? '';
    assert.equal(
      BigInt(profile.timeNanos),
      BigInt(Date.parse('2026-01-02T03:04:05Z')) * 1_000_000n,
    );
    assert.equal(Number(profile.durationNanos), 4_000_000);
    assert.equal(Number(profile.period), 1_000_000);
    assert.deepEqual(
      profile.sampleType.map(({ type, unit }) => [text(type), text(unit)]),
      [
        ['samples', 'count'],
        ['wall', 'nanoseconds'],
      ],
    );
    assert.equal(text(profile.defaultSampleType), 'wall');
    assert.equal(text(profile.function[0]!.filename), '/app/a.js');
    assert.equal(Number(profile.function[0]!.startLine), 3);
    assert.equal(text(profile.mapping[0]!.filename), 'node app.js');
  });
});

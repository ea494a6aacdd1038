import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { encodeSpeedscope } from '../../src/formats/speedscope.ts';
import type { SpeedscopeOptions } from '../../src/formats/speedscope.ts';
import { timelineProcessors } from '../../src/processors/default-processors.ts';
import { applyProcessors } from '../../src/processors/processor.ts';
import type { SessionData } from '../../src/model/session.ts';
import { dedent, parseProfile } from '../helpers/profile-text.ts';

interface SpeedscopeFile {
  readonly $schema: string;
  readonly name: string;
  readonly exporter: string;
  readonly shared: {
    readonly frames: readonly { name: string; file?: string; line?: number; col?: number }[];
  };
  readonly profiles: readonly {
    readonly type: string;
    readonly name: string;
    readonly unit: string;
    readonly startValue: number;
    readonly endValue: number;
    readonly events: readonly { type: string; at: number; frame: number }[];
  }[];
}

function encode(session: SessionData, options?: SpeedscopeOptions): SpeedscopeFile {
  return JSON.parse(encodeSpeedscope(session, options)) as SpeedscopeFile;
}

/** Each event as `O 0.001 main`. */
function eventsOf(file: SpeedscopeFile, lane = 0): string {
  const { frames } = file.shared;
  return file.profiles[lane]!.events.map(e => `${e.type} ${e.at} ${frames[e.frame]!.name}`).join(
    '\n',
  );
}

const tidy: SpeedscopeOptions = { process: tree => applyProcessors(tree, timelineProcessors()) };

describe('encodeSpeedscope', () => {
  it('opens and closes every call at its time, in seconds', () => {
    const session = parseProfile(`
      main > parse 3ms
      main 1ms
      main > parse > skip 2ms
    `);
    assert.equal(
      eventsOf(encode(session, tidy)),
      dedent(`
        O 0 main
        O 0 parse
        C 0.003 parse
        O 0.003 [self]
        C 0.004 [self]
        O 0.004 parse
        O 0.004 skip
        C 0.006 skip
        C 0.006 parse
        C 0.006 main
      `),
    );
  });

  it('keeps the times of what remains when small calls are dropped', () => {
    const session = parseProfile(`
      main > tiny 9ms
      main > first 400ms
      main > tiny 9ms
      main > second 582ms
    `);
    assert.equal(
      eventsOf(encode(session, tidy)),
      dedent(`
        O 0 main
        O 0.009 first
        C 0.409 first
        O 0.418 second
        C 1 second
        C 1 main
      `),
    );
  });

  it('writes a profile for each lane, from its own start', () => {
    const file = encode(
      parseProfile(`
        main 3ms
        lane worker 1 thread=1 start=2ms
        work 5ms
      `),
      tidy,
    );
    assert.deepEqual(
      file.profiles.map(p => [p.type, p.name, p.unit, p.startValue, p.endValue]),
      [
        ['evented', 'main', 'seconds', 0, 0.003],
        ['evented', 'worker 1', 'seconds', 0.002, 0.007],
      ],
    );
    assert.equal(eventsOf(file, 1), 'O 0.002 work\nC 0.007 work');
  });

  it('names each function once, by its own name and with its place', () => {
    const session = parseProfile(`
      A.f@/app/a.js:3:7 > f@/app/b.js:3:7 1ms
      A.f@/app/a.js:3:7 > [await] 1ms
      A.f@/app/a.js:3:7 > f@/app/b.js:3:7 1ms
    `);
    assert.deepEqual(encode(session, tidy).shared.frames, [
      { name: 'f', file: '/app/a.js', line: 3, col: 7 },
      { name: 'f', file: '/app/b.js', line: 3, col: 7 },
      { name: '[await]' },
    ]);
  });

  it('never runs backwards, and closes what it opened', () => {
    const third = 1000 / 3;
    const lines = Array.from({ length: 300 }, (_, i) => `main > f${i % 7} > g${i % 3} ${third}us`);
    const [profile] = encode(parseProfile(lines.join('\n'))).profiles;
    const open: number[] = [];
    let last = 0;
    for (const { type, at, frame } of profile!.events) {
      assert.ok(at >= last);
      last = at;
      if (type === 'O') open.push(frame);
      else assert.equal(open.pop(), frame);
    }
    assert.deepEqual(open, []);
    assert.ok(Math.abs(last - 0.1) < 1e-9);
    assert.equal(profile!.endValue, 0.1);
  });

  it('writes a lane without samples, and none that is not there', () => {
    assert.deepEqual(encode(parseProfile('lane main')).profiles[0]?.events, []);
    assert.throws(() => encodeSpeedscope(parseProfile('main 1ms'), { lane: 1 }), RangeError);
  });

  it('is called what was run', () => {
    const file = encode(parseProfile('main 1ms'));
    assert.equal(file.$schema, 'https://www.speedscope.app/file-format-schema.json');
    assert.equal(file.name, 'node app.js at 2026-01-02T03:04:05.000Z');
    assert.match(file.exporter, /^hotpath \d/);
  });
});

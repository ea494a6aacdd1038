import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { syntheticFrame } from '../../src/model/frame.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { FileTimes } from '../../src/model/line-times.ts';
import { SessionBuilder } from '../../src/model/session-builder.ts';
import type { SessionData } from '../../src/model/session.ts';
import { computeLineTimes } from '../helpers/line-times-oracle.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { seededRandom } from '../helpers/random.ts';

describe('buildLineTimes on random recursion', () => {
  for (const seed of [1, 2, 3, 4, 5, 6, 7, 8]) {
    it(`agrees with the definition, sample by sample (seed ${seed})`, () => {
      const random = seededRandom(seed);
      for (let round = 0; round < 25; round++) checkAgainstOracle(randomSession(random));
    });
  }
});

/** Two lanes of short stacks over four functions in two files, each row on one of a few lines, some undecided. */
function randomSession(random: () => number): SessionData {
  const below = (limit: number) => Math.floor(random() * limit);
  const builder = new SessionBuilder();
  const functions = ['f', 'g', 'h', 'k'].map((name, i) =>
    builder.frame({
      name,
      className: null,
      file: i === 3 ? null : i < 2 ? 'a.js' : 'b.js',
      // Not among the lines that are used: what begins on a line may be called from there.
      line: i === 3 ? null : 9,
      column: i === 3 ? null : i + 1,
      kind: i === 3 ? 'native' : 'application',
    }),
  );
  const wait = builder.frame(syntheticFrame('[await]'));
  for (const name of ['main', 'worker']) {
    const lane = builder.lane({ name, pid: 1, threadId: 0 });
    for (let sample = below(8); sample >= 0; sample--) {
      let stack = -1;
      for (let depth = below(5); depth >= 0; depth--) {
        stack = builder.stack(stack, functions[below(4)] ?? 0);
        const rows = below(3);
        for (let row = 0; row < rows; row++) {
          lane.callLine(stack, { line: below(4), column: below(2) }, 1 + below(9));
        }
      }
      if (below(3) === 0) {
        stack = builder.stack(stack, wait);
        lane.callLine(stack, { line: 1 + below(3), column: 0 }, 1);
      }
      for (let row = below(3); row > 0; row--) {
        lane.leafLine(stack, { line: below(4), column: 0 }, 1 + below(9));
      }
      lane.sample(stack, 1 + below(1000));
    }
  }
  return builder.build(parseProfile('').meta);
}

function checkAgainstOracle(session: SessionData): void {
  const files = buildLineTimes(session);
  const truth = computeLineTimes(session);
  for (const part of ['self', 'calls', 'total', 'waiting'] as const) {
    const ours = new Map<string, number>();
    for (const { path, lines } of files.values()) {
      for (const time of lines.values()) ours.set(`${path}:${time.line}`, time[part]);
    }
    checkClose(ours, truth[part], part);
  }
  const functions = [...files.values()].flatMap(({ path, functions }) =>
    functions.map(time => ({ key: `${path}:${time.name}`, time })),
  );
  const inFiles = new Map([...truth.functionTotal].filter(([key]) => !key.startsWith('null:')));
  checkClose(new Map(functions.map(({ key, time }) => [key, time.total])), inFiles, 'functions');
  checkClose(
    new Map(functions.map(({ key, time }) => [key, time.undecided])),
    truth.undecided,
    'undecided',
  );
  checkClose(sumByFile(files), sumTotalsByFile(files), 'self + calls + undecided');
}

/** For each file Σ lines (self + calls) + Σ functions' undecided … */
function sumByFile(files: ReadonlyMap<string, FileTimes>): Map<string, number> {
  return new Map(
    [...files.values()].map(({ path, lines, functions }) => {
      const decided = [...lines.values()].reduce((sum, time) => sum + time.self + time.calls, 0);
      return [path, functions.reduce((sum, time) => sum + time.undecided, decided)];
    }),
  );
}

/** … is Σ functions' total. */
function sumTotalsByFile(files: ReadonlyMap<string, FileTimes>): Map<string, number> {
  return new Map(
    [...files.values()].map(({ path, functions }) => [
      path,
      functions.reduce((sum, time) => sum + time.total, 0),
    ]),
  );
}

function checkClose(
  actual: ReadonlyMap<string, number>,
  expected: ReadonlyMap<string, number>,
  what: string,
): void {
  for (const key of new Set([...actual.keys(), ...expected.keys()])) {
    const difference = Math.abs((actual.get(key) ?? 0) - (expected.get(key) ?? 0));
    assert.ok(difference < 1e-6, `${what} of ${key} is off by ${difference} µs`);
  }
}

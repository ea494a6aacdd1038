// A row of samples may stand for none, as where several awaits share one, or for many.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Profile } from 'pprof-format';
import { decodePprof } from '../../src/formats/decode-pprof.ts';
import { encodePprof } from '../../src/formats/pprof.ts';
import { decodeSession, encodeSession } from '../../src/formats/session.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { combineSessions } from '../../src/model/combine-sessions.ts';
import { foldSamples } from '../../src/model/fold-samples.ts';
import { sampleCount } from '../../src/model/lane.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import { SessionBuilder } from '../../src/model/session-builder.ts';
import type { SessionData } from '../../src/model/session.ts';
import { listLaneOptions } from '../../src/extension/sessions/lane-choices.ts';
import { renderConsole } from '../../src/renderers/console.ts';
import { renderJson } from '../../src/renderers/json.ts';
import { renderMarkdown } from '../../src/renderers/markdown.ts';
import { packReport, unpackReport } from '../../src/renderers/report-data.ts';
import { parseProfile } from '../helpers/profile-text.ts';

/** `main` for five samples, then `first` and `second`, which share one of 3 ms, then `never`, which none saw. */
function counted(): SessionData {
  const builder = new SessionBuilder();
  const lane = builder.lane({ name: 'main', pid: 1, threadId: 0 });
  const place = { className: null, file: '/app/a.js', column: 1, kind: 'application' } as const;
  const call = (parent: number, name: string, line: number): number =>
    builder.stack(parent, builder.frame({ name, line, ...place }));
  const main = call(-1, 'main', 1);
  for (let i = 0; i < 5; i++) lane.sample(main, 1000);
  for (const [i, name] of ['first', 'second', 'never'].entries()) {
    const stack = call(main, name, 10 * (i + 1));
    lane.sample(stack, 1500, name === 'first' ? 1 : 0);
    lane.leafLine(stack, { line: 10 * (i + 1) + 1, column: 0 }, 1500);
  }
  return builder.build(parseProfile('main 1ms').meta);
}

/** Function → number of samples. */
function countsIn(session: SessionData): Record<string, number> {
  const [main] = buildCallTree(session).children;
  const callees = main?.children.map(({ frame, samples }) => [frame.name, samples] as const) ?? [];
  return { all: sampleCount(session), main: main?.samples ?? -1, ...Object.fromEntries(callees) };
}

const COUNTS = { all: 6, main: 6, first: 1, second: 0, never: 0 };

describe('samples that are counted otherwise than one a row', () => {
  it('are those that were taken', () => {
    assert.deepEqual(countsIn(counted()), COUNTS);
  });

  it('are as many in a file, in the page of a report and without a timeline', () => {
    const session = counted();
    assert.deepEqual(countsIn(decodeSession(encodeSession(session))), COUNTS);
    assert.deepEqual(countsIn(unpackReport(packReport(session)).session), COUNTS);
    assert.deepEqual(countsIn(foldSamples(session)), COUNTS);
  });

  it('add up, with others that are counted one each', () => {
    const plain = parseProfile('main@/app/a.js:1:1 1ms x4');
    const whole = combineSessions([plain, counted()]);
    assert.deepEqual(countsIn(whole), { ...COUNTS, all: 10, main: 10 });
  });

  it('leave functions and lines their time that no sample saw', () => {
    const file = buildLineTimes(counted()).get('/app/a.js');
    const never = file?.functions.find(({ name }) => name === 'never');
    assert.deepEqual([never?.total, never?.samples], [1500, 0]);
    const line = file?.lines.get(31);
    assert.deepEqual([line?.total, line?.samples], [1500, 0]);
  });

  it('are the first value of pprof, which is read back', () => {
    const bytes = encodePprof(counted());
    const [counts] = [Profile.decode(bytes).sample.map(({ value }) => Number(value[0]))];
    assert.deepEqual(
      counts.toSorted((a, b) => b - a),
      [5, 1, 0, 0],
    );
    assert.deepEqual(countsIn(decodePprof(bytes).session), COUNTS);
  });

  it('are told of each lane as of the whole', () => {
    const one = counted();
    const session = {
      ...one,
      lanes: one.lanes.flatMap(lane => [lane, { ...lane, name: 'other' }]),
    };
    const { lanes } = JSON.parse(renderJson(session)) as { lanes: { sampleCount: number }[] };
    assert.deepEqual(
      lanes.map(({ sampleCount: count }) => count),
      [6, 6],
    );
    assert.deepEqual(
      listLaneOptions(session).map(({ samples }) => samples),
      [12, 6, 6],
    );
    assert.match(renderConsole(session), /: 0\.0\d+ s, 6 samples/);
    assert.match(renderMarkdown(session), /\| other \| +0\.0\d+(?: s)? \| +6 \|/);
  });

  it('are refused where they are none', () => {
    const file = JSON.parse(encodeSession(counted())) as {
      lanes: { samples: Record<string, unknown> }[];
    };
    for (const count of [[1], [1, 1, 1, 1, 1, 1, 0, -1], [1, 1, 1, 1, 1, 1, 0, 'x'], 7]) {
      const [lane] = file.lanes;
      if (lane !== undefined) lane.samples['count'] = count;
      assert.throws(() => decodeSession(JSON.stringify(file)), { code: 'bad-file' });
    }
  });
});

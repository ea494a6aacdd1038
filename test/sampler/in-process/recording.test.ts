import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { V8Profile } from '../../../src/formats/v8-profile.ts';
import { buildCallTree } from '../../../src/model/call-tree.ts';
import { sampleCount } from '../../../src/model/lane.ts';
import type { SessionData } from '../../../src/model/session.ts';
import { WAIT_ROW } from '../../../src/sampler/await-batch.ts';
import type { AwaitSite } from '../../../src/sampler/await-batch.ts';
import { SampleChunk } from '../../../src/sampler/in-process/chunk.ts';
import { CLOCK_ORIGIN_US } from '../../../src/sampler/in-process/clock.ts';
import { AsyncContexts } from '../../../src/sampler/in-process/contexts.ts';
import type { AwaitRows } from '../../../src/sampler/in-process/own-awaits.ts';
import { InProcessRecording } from '../../../src/sampler/in-process/recording.ts';
import { node } from '../../helpers/v8-nodes.ts';

const NODES = [node(1, '(root)', { children: [2, 3] }), node(2, 'work'), node(3, '(idle)')];
const SITE: AwaitSite = {
  frames: [
    {
      name: 'load',
      url: 'file:///app/a.js',
      line: 5,
      column: 3,
      functionLine: 4,
      functionColumn: 1,
      isAsync: false,
    },
  ],
  plain: true,
  kind: 'await',
};

/** A chunk of so many milliseconds: `work` and idle time in turns. */
function chunk(startUs: number, ms: number): SampleChunk {
  const samples = Array.from({ length: ms }, (_, i) => (i % 2 === 0 ? 2 : 3));
  const timeDeltas = samples.map((_, i) => (i === 0 ? 0 : 1000));
  const profile = { nodes: NODES, samples, timeDeltas, startTime: startUs };
  const endTime = startUs + ms * 1000;
  return new SampleChunk({ ...profile, endTime } as unknown as V8Profile, startUs);
}

const META = {
  program: 'test',
  startTime: '2026-01-01T00:00:00.000Z',
  cwd: '/',
  nodeVersion: process.version,
  platform: process.platform,
  intervalUs: 1000,
  durationUs: 0,
  cpuTimeUs: null,
  exit: { code: null, signal: null },
  notes: [],
};

/** These waits and nothing else, none of them in a context. */
function rowsOf(waits: readonly number[]): AwaitRows {
  const contexts = { waits: Array<null>(waits.length / WAIT_ROW).fill(null), briefWaits: [] };
  return { waits, runs: [], briefWaits: [], links: [], contexts };
}

/** Records chunks of 6 seconds, in the whole of which `load` awaits once. */
function record(timeline: boolean, chunks = 3): SessionData {
  const contexts = new AsyncContexts();
  const recording = new InProcessRecording(1, { asyncMode: 'disabled', timeline });
  const startMs = (recording.startUs - CLOCK_ORIGIN_US) / 1000;
  const wait = (endMs: number): void => {
    const waits = [1, 0, startMs, endMs, 1, 0, endMs < 0 ? 0 : 1];
    recording.addAwaits(rowsOf(waits), [SITE]);
  };
  wait(-1);
  for (let i = 0; i < chunks; i++)
    recording.addSamples(chunk(recording.startUs + i * 6_000_000, 6000), contexts);
  wait(startMs + chunks * 6000);
  return recording.build(META, []).session;
}

/** Milliseconds of each leaf function. */
function leaves({ lanes, stacks, frames, strings }: SessionData): Record<string, number> {
  const times: Record<string, number> = {};
  const samples = lanes[0]?.samples;
  samples?.stack.forEach((stack, i) => {
    const name = strings[frames.name[stacks.frame[stack] ?? -1] ?? -1] ?? '';
    times[name] = (times[name] ?? 0) + (samples.durationUs[i] ?? 0) / 1000;
  });
  for (const [name, ms] of Object.entries(times)) times[name] = Math.round(ms);
  return times;
}

describe('InProcessRecording', () => {
  it('says the same without a timeline, in as many samples as there are stacks', () => {
    const [whole, folded] = [record(true), record(false)];
    assert.deepEqual(leaves(whole), { work: 9000, '[await]': 9000 });
    assert.deepEqual(leaves(folded), leaves(whole));
    assert.equal(whole.lanes[0]?.samples.stack.length, 18_000);
    assert.equal(folded.lanes[0]?.samples.stack.length, 2);
    assert.deepEqual([whole, folded].map(sampleCount), [18_000, 18_000]);
    assert.equal(Math.round(folded.meta.durationUs), 18_000_000);
    assert.match(folded.meta.notes.join(), /without a timeline/);
  });

  it('counts an await once that lasts longer than what is kept of the timeline', () => {
    const chunks = 8;
    for (const timeline of [true, false]) {
      const { awaits } = record(timeline, chunks).lanes[0] ?? {};
      assert.deepEqual(awaits?.count, [1]);
      assert.deepEqual(awaits.totalUs.map(Math.round), [chunks * 6_000_000]);
      assert.deepEqual(awaits.maxUs.map(Math.round), [chunks * 6_000_000]);
    }
  });

  it('counts a sample once that several awaits share, and each of them as often', () => {
    const contexts = new AsyncContexts();
    const recording = new InProcessRecording(1, { asyncMode: 'disabled' });
    const startMs = (recording.startUs - CLOCK_ORIGIN_US) / 1000;
    const [frame] = SITE.frames;
    const sites = ['a', 'b', 'c'].map(name => ({
      ...SITE,
      frames: frame === undefined ? [] : [{ ...frame, name, functionLine: name.charCodeAt(0) }],
    }));
    const waits = sites.flatMap((_, site) => [site + 1, site, startMs, startMs + 6000, 1, 0, 1]);
    recording.addAwaits(rowsOf(waits), sites);
    recording.addSamples(chunk(recording.startUs, 6000), contexts);
    const { session } = recording.build(META, []);
    assert.equal(sampleCount(session), 6000);
    const tree = buildCallTree(session).children.map(({ frame: { name }, samples }) => [
      name,
      samples,
    ]);
    assert.deepEqual(Object.fromEntries(tree), { work: 3000, a: 1000, b: 1000, c: 1000 });
  });

  it('counts an await that goes on when the recording ends', () => {
    const contexts = new AsyncContexts();
    const recording = new InProcessRecording(1, { asyncMode: 'disabled', timeline: false });
    const startMs = (recording.startUs - CLOCK_ORIGIN_US) / 1000;
    const waits = [1, 0, startMs, -1, 1, 0, 0];
    recording.addAwaits(rowsOf(waits), [SITE]);
    for (let i = 0; i < 4; i++)
      recording.addSamples(chunk(recording.startUs + i * 6_000_000, 6000), contexts);
    const { awaits } = recording.build(META, []).session.lanes[0] ?? {};
    assert.deepEqual(awaits?.count, [1]);
    assert.deepEqual(awaits.maxUs.map(Math.round), [24_000_000]);
  });

  it('says that waiting is an estimate where awaits were left out, though none stands for them', () => {
    const recording = new InProcessRecording(1, { asyncMode: 'disabled' });
    recording.addAwaits({ ...rowsOf([]), isPart: true }, []);
    const { notes } = recording.build(META, []).session.meta;
    assert.match(notes.join(' '), /an estimate/);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { SessionData } from '../../src/model/session.ts';
import { InProcessSampler } from '../../src/sampler/in-process/sampler.ts';
import { startSource } from '../../src/sampler/in-process/source.ts';
import type { SourceName } from '../../src/sampler/in-process/sample-source.ts';
import { mapToSources } from '../../src/map-to-sources.ts';
import { check, itSamples, durationMs, timeIn, waitingIn } from './shares.ts';
import { burnBlue, burnRed, waitRed } from './work.ts';

/** The program that both record: 240 ms and 80 ms of work, and 160 ms of waiting. */
async function work(): Promise<void> {
  burnRed(240);
  await waitRed(160);
  burnBlue(80);
}

async function record(name: SourceName): Promise<SessionData> {
  const sampler = new InProcessSampler(name);
  const recording = sampler.start({ intervalUs: 1000, asyncMode: 'disabled' });
  await work();
  sampler.end(recording);
  sampler.cut();
  assert.equal(sampler.sourceName, name);
  const session = mapToSources(sampler.build(recording, META), process.cwd());
  sampler.close();
  return session;
}

const META = {
  program: 'work',
  startTime: '2026-01-01T00:00:00.000Z',
  cwd: process.cwd(),
  nodeVersion: process.version,
  platform: process.platform,
  intervalUs: 1000,
  durationUs: 0,
  cpuTimeUs: null,
  exit: { code: null, signal: null },
  notes: [],
};

function hasAddon(): boolean {
  try {
    const source = startSource(1000, 'v8-profiler-next');
    source.stop();
    return source.name === 'v8-profiler-next';
  } catch {
    return false;
  }
}

describe('v8-profiler-next and the inspector', () => {
  const itCompares = hasAddon()
    ? itSamples
    : (title: string) => {
        it(title, { skip: 'the addon does not load here' });
      };

  itCompares('give the same answer on the same program', async () => {
    const answers = [await record('v8-profiler-next'), await record('inspector')].map(session => {
      const share = (ms: number) => ms / durationMs(session);
      return {
        red: share(timeIn(session, 'burnRed')),
        blue: share(timeIn(session, 'burnBlue')),
        waiting: share(waitingIn(session, 'waitRed')),
        lines: hotLines(session),
      };
    });
    const [addon, inspector] = answers;
    check(addon !== undefined && inspector !== undefined);
    for (const key of ['red', 'blue', 'waiting'] as const)
      check(Math.abs(addon[key] - inspector[key]) < 0.15, `${key}: ${JSON.stringify(answers)}`);
    check(addon.red > 0.35 && addon.waiting > 0.18, JSON.stringify(addon));
    assert.deepEqual(addon.lines, inspector.lines);
  });

  itCompares('name functions by the same file, line and column', async () => {
    const places = [await record('v8-profiler-next'), await record('inspector')].map(session => {
      const frame = session.frames.name.findIndex(name => session.strings[name] === 'burnRed');
      const { file, line, column, kind } = session.frames;
      return [session.strings[file[frame] ?? -1], line[frame], column[frame], kind[frame]];
    });
    assert.deepEqual(places[0], places[1]);
    assert.match(String(places[0]?.[0]), /test\/library\/work\.ts$/);
  });

  itCompares('both cut without a gap', async () => {
    for (const name of ['v8-profiler-next', 'inspector'] as const) {
      const sampler = new InProcessSampler(name);
      const recording = sampler.start({ intervalUs: 1000, asyncMode: 'disabled' });
      const began = performance.now();
      for (let i = 0; i < 10; i++) {
        burnRed(5);
        await wait(1);
        sampler.cut();
      }
      const elapsed = performance.now() - began;
      sampler.end(recording);
      sampler.cut();
      const { session } = sampler.build(recording, META);
      sampler.close();
      check(Math.abs(durationMs(session) - elapsed) < 0.15 * elapsed, name);
    }
  });
});

/** The lines of `work.ts` that hold a fifth of the time or more, counted with what they call. */
function hotLines(session: SessionData): readonly number[] {
  const files = [...buildLineTimes(session).values()];
  const lines = files
    .filter(({ path }) => path.endsWith('library/work.ts'))
    .flatMap(f => [...f.lines.values()]);
  const all = 1000 * durationMs(session);
  return lines.filter(({ total }) => total > 0.2 * all).map(({ line }) => line);
}

import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import {
  keepReport,
  listReports,
  loadReport,
  reportsFolder,
} from '../../src/cli/report-archive.ts';
import type { RunningProgram } from '../../src/sampler/program.ts';
import { parseProfile } from '../helpers/profile-text.ts';
import { folderWith, perform } from './run-command.ts';

// Identifiers are in local time.
process.env['TZ'] = 'UTC';

function sessionAt(second: number, program = 'node a.js'): ReturnType<typeof parseProfile> {
  const startTime = `2026-01-02T03:04:${String(second).padStart(2, '0')}.500Z`;
  return parseProfile('main 3ms\nmain 2ms', { startTime, program });
}

describe('keepReport', () => {
  it('names sessions by their start, and numbers those of one second', async context => {
    const folder = join(folderWith(context, {}), 'new', 'folder');
    assert.equal(await keepReport(folder, sessionAt(5)), '2026-01-02T03-04-05');
    assert.equal(await keepReport(folder, sessionAt(5, 'node b.js')), '2026-01-02T03-04-05-2');
    const session = await loadReport(folder, '2026-01-02T03-04-05-2');
    assert.equal(session.meta.program, 'node b.js');
  });

  it('keeps apart what ends at the same moment', async context => {
    const folder = folderWith(context, {});
    const programs = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
    await Promise.all(programs.map(program => keepReport(folder, sessionAt(5, program))));
    const kept = (await listReports(folder)).map(({ program }) => program);
    assert.deepEqual(kept.sort(), programs);
  });

  it('keeps the last ten', async context => {
    const folder = folderWith(context, {});
    for (let second = 0; second < 12; second++) await keepReport(folder, sessionAt(second));
    const ids = (await listReports(folder)).map(({ id }) => Number(id.slice(-2)));
    assert.deepEqual(ids, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    assert.equal(readdirSync(folder).length, 20);
  });
});

describe('listReports', () => {
  it('tells program, duration and samples', async context => {
    const folder = folderWith(context, {});
    await keepReport(folder, sessionAt(5));
    assert.deepEqual(await listReports(folder), [
      { id: '2026-01-02T03-04-05', program: 'node a.js', durationUs: 5000, samples: 2 },
    ]);
  });
});

describe('reportsFolder', () => {
  it("is below the platform's folder for data", () => {
    const env = { HOME: '/h', LOCALAPPDATA: '/l' };
    assert.equal(reportsFolder({ env, platform: 'linux' }), '/h/.local/share/hotpath/reports');
    assert.equal(
      reportsFolder({ env: { ...env, XDG_DATA_HOME: '/x' }, platform: 'linux' }),
      '/x/hotpath/reports',
    );
    assert.equal(
      reportsFolder({ env, platform: 'darwin' }),
      '/h/Library/Application Support/hotpath/reports',
    );
    assert.equal(reportsFolder({ env, platform: 'win32' }), '/l/hotpath/reports');
  });
});

describe('hotpath', () => {
  it('reports all the same when the report cannot be kept, and tells a person', async context => {
    const cwd = folderWith(context, {});
    writeFileSync(join(cwd, 'data'), 'a file where the folder should be');
    const recording = { session: parseProfile('main 3ms'), scripts: [] };
    const world = {
      cwd,
      launch: (): Promise<RunningProgram> =>
        Promise.resolve({
          description: 'node a.js',
          progress: { elapsedUs: 0, samples: 0 },
          laneNames: ['main'],
          onChunk: () => () => undefined,
          snapshot: () => recording,
          signal: () => Promise.resolve(),
          stop: () => Promise.resolve(),
          finished: Promise.resolve(recording),
        }),
    };
    const { stdout, stderr, outcome } = await perform(['a.js'], world);
    assert.match(stdout, /^0\.003 main/m);
    assert.equal(stderr, '');
    assert.equal(outcome.code, 0);
    const screen = { isTTY: true, write: (_: unknown, done?: () => void) => (done?.(), true) };
    const onScreen = await perform(['a.js'], { ...world, stdout: screen });
    assert.match(onScreen.stderr, /^hotpath: this report is not kept for --load-prev: [^\n]+\n$/);
    assert.equal(onScreen.outcome.code, 0);
  });
});

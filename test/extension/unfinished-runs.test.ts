import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { UnfinishedRuns } from '../../src/extension/sessions/unfinished-runs.ts';
import type { ShownSession } from '../../src/extension/sessions/session-store.ts';
import { launch } from '../../src/sampler/launch.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpath-unfinished-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** A process id that no process has any more. */
async function findFreePid(): Promise<number> {
  const child = spawn(process.execPath, ['--version']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

test('recordings are abandoned once the process that makes them has gone', async () => {
  const runs = new UnfinishedRuns(folder);
  const own = await runs.newPath();
  assert.match(basename(own ?? ''), /^\d{4}-\d\d-\d\dT[\dZ-]+-[0-9a-f]{4}\.\d+\.hotpath$/);
  const old = `2026-01-01T00-00-00-000Z-0001.${await findFreePid()}.hotpath`;
  for (const path of [own ?? '', join(folder, old), join(folder, 'other.txt')])
    await writeFile(path, '');
  const { abandoned, running } = await runs.listOthers();
  assert.deepEqual(
    abandoned.map(({ id }) => id),
    ['2026-01-01T00-00-00-000Z-0001'],
  );
  assert.equal(running, 0);
});

test('one that another process makes is abandoned when that process ends', async () => {
  const window = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const name = `2026-01-01T00-00-00-000Z-0001.${window.pid}.hotpath`;
  await writeFile(join(folder, name), '');
  const runs = new UnfinishedRuns(folder);
  assert.deepEqual(await runs.listOthers(), { abandoned: [], running: 1 });
  window.kill();
  await once(window, 'exit');
  const { abandoned, running } = await runs.listOthers();
  assert.deepEqual([abandoned.length, running], [1, 0]);
});

test('one of an earlier process with the same process id is abandoned', async () => {
  const name = `2026-01-01T00-00-00-000Z-0001.${process.pid}.hotpath`;
  await writeFile(join(folder, name), '');
  const { abandoned } = await new UnfinishedRuns(folder).listOthers();
  assert.equal(abandoned.length, 1);
});

test('before the first run there are none', async () => {
  const runs = new UnfinishedRuns(join(folder, 'missing'));
  assert.deepEqual(await runs.listOthers(), { abandoned: [], running: 0 });
});

test('where nothing can be written there is no path', async () => {
  await writeFile(join(folder, 'file'), '');
  assert.equal(await new UnfinishedRuns(join(folder, 'file', 'below')).newPath(), undefined);
});

test('an abandoned recording is taken up as a session, once, with its sources', async () => {
  const script = join(folder, 'spin me.js');
  const text = 'const end = Date.now() + 2500;\nwhile (Date.now() < end);\n';
  await writeFile(script, text);
  const journals = join(folder, 'unfinished');
  await mkdir(journals);
  const path = join(journals, 'running');
  const program = await launch({ entry: { kind: 'file', path: script }, journal: path });
  const isSeen = (): boolean =>
    program.snapshot().session.strings.some(name => /spin.*me/.test(name));
  // Of a slow start there may be nothing in the first chunk but Node.js itself.
  while (!isSeen()) await new Promise<void>(resolve => program.onChunk(resolve));
  const left = join(journals, `2026-01-01T00-00-00-000Z-0001.${await findFreePid()}.hotpath`);
  await copyFile(path, left);
  await program.stop();
  await program.finished;

  const runs = new UnfinishedRuns(journals);
  const [run] = (await runs.listOthers()).abandoned;
  assert.ok(run);
  // Another window has the same list.
  const kept: ShownSession[] = [];
  const keep = (session: ShownSession): Promise<void> => {
    kept.push(session);
    return Promise.resolve();
  };
  await assert.rejects(
    runs.take(run, () => Promise.reject(new Error('disk full'))),
    /disk full/,
  );
  const again = { ...run, path: join(journals, `${run.id}.${process.pid}.hotpath`) };
  const other = new UnfinishedRuns(journals);
  await Promise.all([runs.take(again, keep), other.take(run, keep)]);
  const [shown, ...others] = kept;
  assert.deepEqual(others, []);
  assert.equal(shown?.id, '2026-01-01T00-00-00-000Z-0001');
  assert.equal(shown.name, 'spin me.js');
  assert.ok(shown.session.meta.notes.some(note => note.includes('cut short')));
  assert.ok(shown.files.find(script));
  assert.deepEqual(await readdir(dirname(left)), []);
});

test('what was cut off before its first sample, or is damaged, is nothing', async () => {
  const pid = await findFreePid();
  const damaged = [`2026-01-01T00-00-00-000Z-0001.${pid}.hotpath`, '{"format":"hotpath-jour'];
  await writeFile(join(folder, damaged[0] ?? ''), damaged[1] ?? '');
  const runs = new UnfinishedRuns(folder);
  const keep = (): Promise<void> => Promise.reject(new Error('There is nothing to keep.'));
  for (const run of (await runs.listOthers()).abandoned) await runs.take(run, keep);
  assert.deepEqual(await readdir(folder), []);
});

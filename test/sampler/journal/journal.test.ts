// A recording on disk while it is made.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { ProfileError } from '../../../src/model/errors.ts';
import type { Recording } from '../../../src/model/session.ts';
import { readJournal, readJournalFile } from '../../../src/sampler/journal/read-journal.ts';
import { launch } from '../../../src/sampler/launch.ts';

const folder = mkdtempSync(join(tmpdir(), 'journal-test-'));
after(() => {
  rmSync(folder, { recursive: true });
});

const BUSY = `function hot() { const end = Date.now() + 1500; while (Date.now() < end); }
hot();`;

/** Waits in every manner, then works. */
const WAITING = `const { setTimeout: sleep } = require('node:timers/promises');
const { execFile } = require('node:child_process');
(async () => {
  await Promise.all([sleep(60), sleep(90)]);
  await Promise.race([sleep(60), new Promise(() => undefined)]);
  await new Promise(done => setTimeout(done, 60));
  await new Promise(done => execFile(process.execPath, ['-e', ''], done));
  for (const end = Date.now() + 1500; Date.now() < end; );
})();`;

/** Of a journal's text. */
function readText(text: string): Recording {
  return readJournal(text.split('\n'));
}

async function recordUntilChunks(
  chunks: number,
  code = BUSY,
): Promise<{ journal: string; gone: boolean }> {
  const script = join(folder, 'busy.js');
  writeFileSync(script, code);
  const path = join(folder, `run-${chunks}.hotpath`);
  const running = await launch({ entry: { kind: 'file', path: script }, journal: path });
  let journal = '';
  let seen = 0;
  running.onChunk(() => {
    if (++seen === chunks) journal = readFileSync(path, 'utf8');
  });
  await running.finished;
  return { journal, gone: !existsSync(path) };
}

describe('the journal of a recording', () => {
  it('holds what was delivered so far, even if its last line was cut short, and goes when all is well', async () => {
    const { journal, gone } = await recordUntilChunks(3);
    const { session } = readText(`${journal}{"lane":0,"mess`);
    const names = session.frames.name.map(name => session.strings[name]);
    assert.ok(names.includes('hot'));
    const lasted = session.lanes[0]?.samples.durationUs.reduce((sum, us) => sum + us, 0) ?? 0;
    assert.ok(
      lasted > 200_000 && lasted < 1_500_000,
      `three chunks last half a second, not ${lasted} µs`,
    );
    assert.match(session.meta.notes.join(), /cut short/);
    assert.ok(gone, 'the journal is removed');
  });

  it('can be read to its end, whatever the program waited for', async () => {
    const { journal } = await recordUntilChunks(4, WAITING);
    const chunks = journal.split('\n').filter(line => line.includes('"type":"chunk"'));
    assert.ok(journal.includes('"kind":"part"') && journal.includes('"kind":"process"'));
    const { session } = readText(journal);
    const all = chunks.flatMap(line => {
      const { message } = JSON.parse(line) as { message: { profile: { samples: number[] } } };
      return message.profile.samples;
    });
    const main = session.lanes.reduce((sum, { samples }) => sum + samples.durationUs.length, 0);
    assert.ok(main > all.length * 0.8, `${main} of ${all.length} samples were read`);
  });

  it('is read from its file line by line, however long these are', async () => {
    const { journal } = await recordUntilChunks(3);
    const script = { type: 'script', url: 'file:///long.js', source: 'ä€'.repeat(1_200_000) };
    const [header = '', hello = '', ...lines] = journal.split('\n');
    const long = JSON.stringify({ lane: 0, message: script });
    const path = join(folder, 'long.hotpath');
    const text = [header, hello, long, long, ...lines].join('\n');
    writeFileSync(path, `${text}{"lane":0,"mess`);
    const recording = readJournalFile(path);
    assert.deepEqual(recording?.session.lanes, readText(journal).session.lanes);
    const found = recording.scripts.find(({ url }) => url === script.url);
    assert.equal(found?.source, script.source);
  });

  it('is no other file, and takes nothing out of a pipe', async () => {
    const path = join(folder, 'other.txt');
    for (const text of ['', '{', '{"format":"hotpath-session"}']) {
      writeFileSync(path, text);
      assert.equal(readJournalFile(path), undefined);
    }
    const { journal } = await recordUntilChunks(2);
    writeFileSync(path, journal);
    const command = join(import.meta.dirname, '../../../dist/cli.mjs');
    const load = `cat ${path} | ${process.execPath} ${command} --load /dev/stdin -r json`;
    const { stdout } = await promisify(execFile)('sh', ['-c', load]);
    assert.match(stdout, /"hot"/);
  });

  it(
    'ends where no more can be written, and the recording goes on, which a note says',
    { skip: process.platform === 'win32' && 'it has no limits on files' },
    async () => {
      const script = join(folder, 'limited.js');
      writeFileSync(script, BUSY);
      const command = join(import.meta.dirname, '../../../dist/cli.mjs');
      // Ten kilobytes are as full a disk as any, or none at all.
      for (const blocks of [20, 0]) {
        const line = `ulimit -f ${blocks}; exec "$@"`;
        const args = ['-c', line, 'sh', process.execPath, command, '-r', 'json', script];
        const env = { ...process.env, XDG_DATA_HOME: folder };
        const { stdout } = await promisify(execFile)('sh', args, { env });
        const { notes, durationMs } = JSON.parse(stdout) as { notes: string[]; durationMs: number };
        assert.match(
          notes.join(' '),
          /^The recording was not kept on disk while it was made: EFBIG/,
        );
        assert.ok(durationMs > 1400, `${durationMs} ms`);
      }
      assert.deepEqual(readdirSync(join(folder, 'hotpath', 'unfinished')), []);
    },
  );

  it('ends where a line is not what was written', () => {
    const meta = { program: 'node a.js', notes: [] };
    const header = JSON.stringify({ format: 'hotpath-journal', version: 2, meta });
    for (const line of [
      ...['null', '3', '"text"', '{}', '{"lane":0}', '{"lane":0,"message":null}'],
      ...['{"lane":0,"message":{"type":"none"}}', '{"lane":0,"message":{"type":"toString"}}'],
    ]) {
      const { session } = readText(`${header}\n${line}\n`);
      assert.deepEqual(session.lanes, [], line);
    }
  });

  it('ends where a message is damaged', async () => {
    const { journal } = await recordUntilChunks(2);
    const lines = journal.trimEnd().split('\n');
    const last = lines.findLastIndex(line => line.includes('"type":"chunk"'));
    const entry = JSON.parse(lines[last] ?? '') as { message: { callSites: { line: unknown } } };
    const lasted = (text: string): number => readText(text).session.meta.durationUs;
    const before = lasted(lines.slice(0, last).join('\n'));
    for (const damaged of [undefined, null, 'x', [1e300], {}]) {
      entry.message.callSites.line = damaged;
      const text = lines.with(last, JSON.stringify(entry)).join('\n');
      assert.equal(lasted(text), before);
    }
    assert.ok(lasted(journal) > before);
  });

  it('ends where a wait has a caller that was never told', async () => {
    const { journal } = await recordUntilChunks(2);
    const lines = journal.trimEnd().split('\n');
    const last = lines.findLastIndex(line => line.includes('"type":"chunk"'));
    const awaits = (frame: number): string => {
      const { lane } = JSON.parse(lines[last] ?? '') as { lane: number };
      const site = { plain: true, kind: 'await', frames: [frame] };
      const message = { type: 'awaits', frames: [], sites: [site], waits: [], runs: [] };
      return JSON.stringify({ lane, message });
    };
    const lasted = (text: string): number => readText(text).session.meta.durationUs;
    const withAwaits = lines.toSpliced(last, 0, awaits(1e6)).join('\n');
    assert.equal(lasted(withAwaits), lasted(lines.slice(0, last).join('\n')));
    assert.ok(lasted(withAwaits) < lasted(journal));
  });

  it('is read where its profiles lack what is not needed, and refused where its head is damaged', async () => {
    const { journal } = await recordUntilChunks(4);
    const { session } = readText(journal.replaceAll(/"(?:url|scriptId)":"",/g, ''));
    assert.deepEqual(session.lanes, readText(journal).session.lanes);
    for (const damaged of ['"platform":7', '"exit":{"code":1.5}', '"notes":3'])
      assert.throws(
        () =>
          readText(journal.replace('"meta":{', `"meta":{${damaged},"of":{`).replace('\n', '}\n')),
        (error: unknown) =>
          error instanceof ProfileError && error.message.startsWith('The file is damaged:'),
      );
  });

  it('is told from other files', () => {
    const header = '{"format":"hotpath-journal","version":1';
    for (const text of ['{"format":"something"}', 'null', `${header}}`, `${header},"meta":null}`])
      assert.throws(
        () => readText(text),
        (error: unknown) => error instanceof ProfileError && error.code === 'bad-file',
      );
  });
});

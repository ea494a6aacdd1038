// A recording on disk while it is made.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ProfileError } from '../../../src/model/errors.ts';
import { readJournal } from '../../../src/sampler/journal/journal.ts';
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
    const { session } = readJournal(`${journal}{"lane":0,"mess`);
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
    const { session } = readJournal(journal);
    const all = chunks.flatMap(line => {
      const { message } = JSON.parse(line) as { message: { profile: { samples: number[] } } };
      return message.profile.samples;
    });
    const main = session.lanes.reduce((sum, { samples }) => sum + samples.durationUs.length, 0);
    assert.ok(main > all.length * 0.8, `${main} of ${all.length} samples were read`);
  });

  it('ends where a line is not what was written', () => {
    const meta = { program: 'node a.js', notes: [] };
    const header = JSON.stringify({ format: 'hotpath-journal', version: 1, meta });
    for (const line of [
      ...['null', '3', '"text"', '{}', '{"lane":0}', '{"lane":0,"message":null}'],
      ...['{"lane":0,"message":{"type":"none"}}', '{"lane":0,"message":{"type":"toString"}}'],
    ]) {
      const { session } = readJournal(`${header}\n${line}\n`);
      assert.deepEqual(session.lanes, [], line);
    }
  });

  it('ends where a message is damaged', async () => {
    const { journal } = await recordUntilChunks(2);
    const lines = journal.trimEnd().split('\n');
    const last = lines.findLastIndex(line => line.includes('"type":"chunk"'));
    const entry = JSON.parse(lines[last] ?? '') as { message: { callSites: { line: unknown } } };
    const lasted = (text: string): number => readJournal(text).session.meta.durationUs;
    const before = lasted(lines.slice(0, last).join('\n'));
    for (const damaged of [undefined, null, 'x', [1e300], {}]) {
      entry.message.callSites.line = damaged;
      const text = lines.with(last, JSON.stringify(entry)).join('\n');
      assert.equal(lasted(text), before);
    }
    assert.ok(lasted(journal) > before);
  });

  it('is read where its profiles lack what is not needed, and refused where its head is damaged', async () => {
    const { journal } = await recordUntilChunks(4);
    const { session } = readJournal(journal.replaceAll(/"(?:url|scriptId)":"",/g, ''));
    assert.deepEqual(session.lanes, readJournal(journal).session.lanes);
    for (const damaged of ['"platform":7', '"exit":{"code":1.5}', '"notes":3'])
      assert.throws(
        () =>
          readJournal(
            journal.replace('"meta":{', `"meta":{${damaged},"of":{`).replace('\n', '}\n'),
          ),
        (error: unknown) =>
          error instanceof ProfileError && error.message.startsWith('The file is damaged:'),
      );
  });

  it('is told from other files', () => {
    const header = '{"format":"hotpath-journal","version":1';
    for (const text of ['{"format":"something"}', 'null', `${header}}`, `${header},"meta":null}`])
      assert.throws(
        () => readJournal(text),
        (error: unknown) => error instanceof ProfileError && error.code === 'bad-file',
      );
  });
});

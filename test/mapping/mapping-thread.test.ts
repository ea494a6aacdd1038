import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, test } from 'node:test';
import { FilesAtRun } from '../../src/extension/tracking/files-at-run.ts';
import { followRun } from '../../src/extension/recording/follow-run.ts';
import { MappingThread, openInThread, writeInThread } from '../../src/mapping/mapping-thread.ts';
import type { ShownSession } from '../../src/extension/sessions/session-store.ts';
import { withPlainSamples } from '../../src/model/plain-samples.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { SessionData } from '../../src/model/session.ts';
import type { RunningProgram } from '../../src/sampler/program.ts';
import { launch } from '../../src/sampler/launch.ts';
import { parseProfile } from '../helpers/profile-text.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpath-mapping-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const isLinux = process.platform === 'linux';

test(
  'what is mapped has a processor only where nobody else wants it',
  { skip: !isLinux },
  async () => {
    const session = parseProfile('main@file:///app/main.js:1:1 :1 10ms');
    const thread = new MappingThread();
    try {
      await thread.map({ session, scripts: [] }, folder);
      const priorities = readdirSync('/proc/self/task').map(number => getPriority(Number(number)));
      assert.equal(priorities.filter(priority => priority > getPriority()).length, 1);
    } finally {
      await thread.end();
    }
  },
);

test('who asks can go on with other things while a huge program is mapped', async () => {
  const compiler = createRequire(import.meta.url).resolve('typescript');
  const session = parseProfile(`createSourceFile@${pathToFileURL(compiler).href}:1:1 :20 1000ms`);
  const thread = new MappingThread();
  let turns = 0;
  const timer = setInterval(() => turns++, 10);
  try {
    const mapped = await thread.map({ session, scripts: [] }, folder);
    assert.equal(mapped.lanes[0]?.samples.durationUs[0], 1_000_000);
  } finally {
    clearInterval(timer);
    await thread.end();
  }
  // Were it done here, there would be no turn until it is done.
  assert.ok(turns >= 3, `${turns} turns`);
});

test('a file that is no profile is told in one sentence', async () => {
  const path = join(folder, 'broken.cpuprofile');
  await writeFile(path, '{"nodes":');
  await assert.rejects(openInThread(path), {
    name: 'ProfileError',
    code: 'bad-file',
    message: /^The file is damaged/,
  });
  await assert.rejects(openInThread(join(folder, 'none.hotpath')), {
    name: 'ProfileError',
    code: 'not-found',
    message: 'There is no file none.hotpath.',
  });
});

test('what was asked of a thread that is ended rejects, and so does what is asked later', async () => {
  const thread = new MappingThread();
  const asked = thread.open(join(folder, 'some.hotpath'));
  await Promise.all([assert.rejects(asked), thread.end()]);
  await assert.rejects(thread.open(join(folder, 'some.hotpath')), /has ended/);
});

/** What the lines of the file cost, in a run of the program that is followed as the editor does. */
async function profile(path: string): Promise<{ session: SessionData; hottest: number }> {
  const program = await launch({ entry: { kind: 'file', path } });
  const run = { name: 'app', cwd: folder, program, files: new FilesAtRun() };
  const { session } = await followRun({ show: () => undefined }, run);
  const lines = [...(buildLineTimes(session).get(path)?.lines.values() ?? [])];
  return { session, hottest: lines.sort((a, b) => b.self - a.self)[0]?.line ?? 0 };
}

test('a file that was edited since the last run is mapped as it is now', async () => {
  const path = join(folder, 'app.cjs');
  const work = 'const end = Date.now() + 300;\nwhile (Date.now() < end);\n';
  await writeFile(path, work);
  const before = await profile(path);
  await writeFile(path, `// More\n// lines.\n\n${work}`);
  const after = await profile(path);
  assert.deepEqual([before.hottest, after.hottest], [2, 5]);
  assert.deepEqual(after.session.meta.notes, []);
});

test('a session of half a million samples is written and read again while others go on', async () => {
  const session = parseProfile('main@/app/a.js:1:1 > work@/app/b.js:3:1 :4 1ms x500000');
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const start = performance.now();
  await writeInThread(session, join(folder, 'big.html'));
  await writeInThread(session, join(folder, 'big.hotpath'));
  const opened = await openInThread(join(folder, 'big.hotpath'));
  clearInterval(timer);
  const whole = performance.now() - start;
  assert.deepEqual(withPlainSamples(opened.session), session);
  assert.match(await readFile(join(folder, 'big.html'), 'utf8'), /^<!doctype html>/i);
  assert.ok(longest < whole / 3, `stood still for ${longest} of ${whole} ms`);
});

test('what cannot be written is told in a sentence, and nothing is left of it', async () => {
  const session = parseProfile('main@/app/a.js:1:1 1ms');
  await assert.rejects(writeInThread(session, join(folder, 'missing', 'a.html')), {
    name: 'ProfileError',
    code: 'bad-file',
    message: /^a\.html could not be written: ENOENT/,
  });
  assert.deepEqual(await readdir(folder), []);
});

test('a recording that fails is shown as one that was cut short, not as one that goes on', async () => {
  const session = parseProfile('main@/app/a.js:1:1 1ms');
  let deliver: () => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const program: RunningProgram = {
    description: 'node a.js',
    laneNames: [],
    finished: new Promise((_, reject) => (fail = reject)),
    progress: { elapsedUs: 0, samples: 1 },
    onChunk: listener => {
      deliver = listener;
      return () => undefined;
    },
    snapshot: () => ({ session, scripts: [] }),
    signal: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
  const shown: ShownSession[] = [];
  let tell: () => void = () => undefined;
  const first = new Promise<void>(resolve => (tell = resolve));
  const show = (next: ShownSession): void => {
    shown.push(next);
    tell();
  };
  const following = followRun(
    { show },
    { name: 'a.js', cwd: folder, program, files: new FilesAtRun() },
  );
  deliver();
  await first;
  fail(new Error('lost'));
  await assert.rejects(following, /lost/);
  assert.deepEqual(
    shown.map(({ isLive }) => isLive),
    [true, false],
  );
  assert.match(shown[1]?.session.meta.notes.join() ?? '', /cut short/);
});

// Worker threads: each is a lane with its own time, its waiting included.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { record, runPlainly, timesOf, writeProgram } from './run-program.ts';
import type { Recorded } from './run-program.ts';

const WAITING = `
const { Worker, isMainThread } = require('node:worker_threads');
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
async function load() {
  await sleep(300);
}
async function work() {
  await load();
}
`;

/** Time of the lanes' samples whose leaf is an await, by lane name. */
function waitingOf({ session }: Recorded): Record<string, number> {
  const { frames, stacks, strings } = session;
  const isAwait = stacks.frame.map(frame => strings[frames.name[frame] ?? -1] === '[await]');
  return Object.fromEntries(
    session.lanes.map(({ name, samples }) => [
      name,
      samples.durationUs.reduce((sum, us, i) => sum + (isAwait[samples.stack[i]!] ? us : 0), 0),
    ]),
  );
}

describe('What a worker thread waits for', { concurrency: 2 }, () => {
  const kinds = {
    'is on the lines that await': '{}',
    'is on the lines that await, although its options are not those of the program':
      '{ execArgv: [], env: {} }',
    'is on the lines that await, although it has arguments of its own': "{ argv: ['/a', 'b'] }",
  };
  for (const [what, options] of Object.entries(kinds)) {
    it(what, async () => {
      const run = await record(
        writeProgram(
          `${WAITING}if (isMainThread) new Worker(__filename, ${options}); else setTimeout(work, 50);`,
        ),
      );
      const { lines } = timesOf(run)!;
      assert.deepEqual([lines.get(4)?.awaits?.count, lines.get(7)?.awaits?.count], [1, 1]);
      const waited = lines.get(4)?.waiting ?? 0;
      assert.ok(waited > 200_000 && waited < 400_000, `${waited} of 300,000 µs`);
      assert.equal(waitingOf(run)['main'], 0);
    });
  }

  it('is not forgotten when it is the first thing it does, nor when it exits at once after it', async () => {
    const run = await record(
      writeProgram(
        `${WAITING}if (isMainThread) new Worker(__filename); else work().then(() => process.exit());`,
      ),
    );
    const facts = timesOf(run)?.lines.get(4)?.awaits;
    assert.equal(facts?.count, 1);
    assert.ok(facts.total > 250_000, `${facts.total} of 300,000 µs`);
  });
});

describe('A worker thread', { concurrency: 2 }, () => {
  for (const [kind, begin] of [
    ['.cjs', "const { Worker, isMainThread } = require('node:worker_threads'), self = __filename;"],
    [
      '.mjs',
      "import { Worker, isMainThread } from 'node:worker_threads';\nconst self = new URL(import.meta.url);",
    ],
  ] as const)
    it(`may end at once, though it has an environment of its own (${kind})`, async () => {
      const run = await record(
        writeProgram(
          `${begin}
let left = 40;
const next = () => { if (left-- > 0) new Worker(self, { env: {} }).on('exit', next); };
if (isMainThread) for (let i = 0; i < 4; i++) next();`,
          kind,
        ),
      );
      assert.deepEqual(run.exit, { code: 0, signal: null });
    });

  it('sees nothing of what notes its awaits', async () => {
    const path = writeProgram(`
const { Worker, isMainThread } = require('node:worker_threads');
if (isMainThread) new Worker(__filename);
else console.log(JSON.stringify([Object.getOwnPropertyNames(globalThis).sort(), process.emit.name,
  process.eventNames().map(name => [name, process.listenerCount(name)]), Object.keys(process)]));`);
    const [plain, run] = [await runPlainly(path), await record(path)];
    assert.equal(run.stdout, plain.stdout);
  });
});

describe('A program with many worker threads', () => {
  it('ends as it would without us, each of them a lane', async () => {
    const path = writeProgram(`
const { Worker, isMainThread } = require('node:worker_threads');
if (isMainThread) for (let i = 0; i < 20; i++) new Worker(__filename, { argv: ['a'] });
else for (const end = performance.now() + 60; performance.now() < end; );`);
    for (let round = 0; round < 4; round++) {
      const { exit, stderr, recording } = await record(path);
      assert.deepEqual([exit, stderr], [{ code: 0, signal: null }, '']);
      assert.equal(recording.session.lanes.length, 21);
    }
  });
});

describe('A program that exits at the moment at which a worker thread ends', () => {
  it('ends as it would without us while a worker thread is in native code', async () => {
    const path = writeProgram(`
const { Worker } = require('node:worker_threads');
const code = 'require("node:crypto").pbkdf2Sync("a", "b", 3e6, 64, "sha512")';
new Worker(code, { eval: true }).on('online', () => setTimeout(() => process.exit(3), 200));
`);
    const plain = await runPlainly(path);
    const run = await record(path);
    assert.deepEqual([run.exit, run.stderr], [plain.exit, plain.stderr]);
  });

  it('ends as it would without us, time and again', async () => {
    const path = writeProgram(`
const { Worker, MessageChannel } = require('node:worker_threads');
const { port1, port2 } = new MessageChannel();
port1.on('message', () => process.exit(3));
const code = 'setTimeout(() => require("node:worker_threads").workerData.postMessage(1), 50)';
new Worker(code, { eval: true, workerData: port2, transferList: [port2] });
`);
    for (let round = 0; round < 12; round++) {
      const { exit } = await record(path);
      assert.deepEqual(exit, { code: 3, signal: null });
    }
  });
});

// What a program puts off has no callers: it is waited for where that waits which it settles in the end.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { record, timesOf, writeProgram } from '../../run-program.ts';

const SLEEP = 'const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));';

/** Asserts how many milliseconds a program waits on these lines. */
async function assertWaits(
  program: string,
  truth: Readonly<Record<number, number>>,
): Promise<void> {
  const lines = timesOf(await record(writeProgram(program)))?.lines;
  const found = Object.keys(truth).map(line => (lines?.get(Number(line))?.waiting ?? 0) / 1000);
  const isNear = Object.values(truth).every((ms, i) => Math.abs(ms - found[i]!) < 25);
  assert.ok(isNear, `${found.join(', ')} ms on the lines ${JSON.stringify(truth)}`);
}

describe('What is put off', () => {
  it('by setImmediate is waited for where it settles what is awaited', () =>
    assertWaits(
      `${SLEEP}
const later = ms => new Promise(resolve => setImmediate(async () => {
  await sleep(ms);
  resolve();
}));
async function main() {
  await later(150);
  await later(80);
}
main();
`,
      { 3: 230, 7: 150, 8: 80, 10: 230 },
    ));

  it('by process.nextTick is, for all who wait for the same', () =>
    assertWaits(
      `${SLEEP}
let batch = null;
function load() {
  if (batch === null) {
    batch = [];
    Promise.resolve().then(() => process.nextTick(flush));
  }
  return new Promise(resolve => batch.push(resolve));
}
function flush() {
  const all = batch;
  batch = null;
  query().then(() => all.forEach(resolve => resolve())).catch(console.error);
}
async function query() {
  await sleep(100);
  await sleep(60);
}
const author = async () => {
  await load();
};
async function main() {
  await Promise.all([author(), author(), author()]);
  await load();
}
main();
`,
      { 16: 200, 17: 120, 20: 160, 23: 160, 24: 160, 26: 320 },
    ));

  it('by a queue of jobs is, one after the other', () =>
    assertWaits(
      `${SLEEP}
const jobs = [];
let running = 0;
function next() {
  if (running === 2 || jobs.length === 0) return;
  running++;
  jobs.shift()();
}
function add(job) {
  return new Promise(resolve => {
    jobs.push(async () => {
      resolve(await job());
      running--;
      queueMicrotask(() => next());
    });
    next();
  });
}
const work = async () => {
  await sleep(50);
};
async function main() {
  const all = [1, 2, 3, 4, 5, 6].map(() => add(work));
  await Promise.all(all);
}
main();
`,
      { 20: 150, 24: 150, 26: 150 },
    ));

  it('is no part of what waits for it to come from outside', () =>
    assertWaits(
      `const http = require('node:http');
${SLEEP}
let wake = null;
async function consume() {
  for (let i = 0; i < 3; i++) {
    await new Promise(resolve => { wake = resolve; });
  }
  server.close();
}
const server = http.createServer(async (request, response) => {
  await sleep(100);
  response.end();
  wake();
});
consume();
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const get = () => http.get({ port, host: '127.0.0.1', agent: false }, response => {
    response.resume();
    if (++sent < 3) response.on('end', get);
  });
  let sent = 0;
  get();
});
`,
      // Each has a third, with the client.
      { 6: 100, 11: 100, 18: 100 },
    ));
});

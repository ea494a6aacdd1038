// Who waits for promises that were put together, and how long. The programs measure their own truth.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { record, timesOf, writeProgram } from '../../run-program.ts';

describe('Promises that were put together', () => {
  it('are one wait of who awaits them all', async () => {
    const run = await record(
      writeProgram(`
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
(async () => {
  for (let i = 0; i < 3; i++)
    await Promise.all([sleep(20), sleep(60), sleep(100)]);
  await Promise.any([sleep(20), sleep(60)]);
})();
`),
    );
    const lines = timesOf(run)?.lines;
    assert.deepEqual([lines?.get(4)?.awaits?.count, lines?.get(5)?.awaits?.count], [3, 1]);
    assert.ok((lines?.get(4)?.waiting ?? 0) > 250_000);
  });

  it('are waited for where they are awaited, however many await that in turn', async () => {
    const run = await record(
      writeProgram(`
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
async function load() {
  await Promise.all([sleep(20), sleep(12)]);
}
async function limit(promise) {
  await Promise.race([promise, new Promise(() => {})]);
}
async function main() {
  for (let i = 0; i < 12; i++) {
    await load();
    await limit(sleep(20));
    await sleep(20);
  }
}
main().catch(console.error);
`),
    );
    const waiting = (line: number): number => timesOf(run)?.lines.get(line)?.waiting ?? 0;
    for (const line of [3, 6, 10, 11, 12]) {
      const found = waiting(line) / waiting(15);
      assert.ok(Math.abs(found - 1 / 3) < 0.06, `${found} of the waiting is on line ${line}`);
    }
  });

  it('are over when one is that was raced for, whatever becomes of the others', async () => {
    const run = await record(
      writeProgram(`
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const never = new Promise(() => {});
const now = () => performance.now();
(async () => {
  let [begin, raced, after] = [now(), 0, 0];
  for (let i = 0; i < 5; i++)
    await Promise.race([never, sleep(40)]);
  raced = now() - begin;
  begin = now();
  await sleep(400);
  after = now() - begin;
  console.log(raced + ' ' + after);
})();
`),
    );
    const [raced = 0, after = 0] = run.stdout.split(' ').map(Number);
    const waiting = (line: number): number => timesOf(run)?.lines.get(line)?.waiting ?? 0;
    const [found, truth] = [waiting(7) / (waiting(7) + waiting(10)), raced / (raced + after)];
    assert.ok(Math.abs(found - truth) < 0.15, `${found} is not ${truth}`);
  });

  it('that have lost a race are not waited for in the next one, nor is a time limit', async () => {
    const run = await record(
      writeProgram(`
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const limit = ms => new Promise((_, reject) => setTimeout(reject, ms, new Error('late')));
const until = (promise, ms) => Promise.race([promise, limit(ms)]);
(async () => {
  for (let i = 0; i < 8; i++) {
    await until(sleep(20), 150).catch(() => {});
    await until(sleep(150), 60).catch(() => {});
    await sleep(40);
  }
  process.exit();
})();
`),
    );
    const waiting = [6, 7, 8].map(line => timesOf(run)?.lines.get(line)?.waiting ?? 0);
    const all = waiting.reduce((sum, us) => sum + us, 0);
    for (const [i, ms] of [20, 60, 40].entries()) {
      const [found, truth] = [waiting[i]! / all, ms / 120];
      assert.ok(Math.abs(found - truth) < 0.06, `line ${6 + i}: ${found} is not ${truth}`);
    }
  });

  it('are made of what functions return, whose lines keep what they wait for', async () => {
    const run = await record(
      writeProgram(`
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
async function leaf(ms) {
  await sleep(ms);
  for (const end = performance.now() + 20; performance.now() < end; );
}
async function part(ms) {
  return leaf(ms);
}
(async () => {
  for (let i = 0; i < 4; i++) await Promise.all([part(50), part(90)]);
})();
`),
    );
    const lines = timesOf(run)?.lines;
    const [waited = 0, worked = 0] = [lines?.get(3)?.waiting, lines?.get(4)?.total];
    const { waiting = 0, total = 0 } = lines?.get(7) ?? {};
    assert.ok(waiting > 0.9 * waited && total > 0.9 * (waited + worked), `${waiting}, ${total} µs`);
  });
});

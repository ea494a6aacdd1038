// Promises that are settled from elsewhere, as those of a limiter of tasks: V8 knows nobody who awaits the tasks. They are
// waited for where the promises are awaited, not where the tasks were added.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { record, timesOf, writeProgram } from '../../run-program.ts';

const SLEEP = 'const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));';

describe('A promise that is settled from elsewhere', () => {
  it('is waited for where it is awaited, by all that its task waits for', async () => {
    const run = await record(
      writeProgram(`${SLEEP}
async function task(resolve) {
  await sleep(40);
  await sleep(60);
  await sleep(100);
  resolve();
}
const begin = resolve => void task(resolve);
async function main() {
  const done = new Promise(begin);
  const end = performance.now() + 20; while (performance.now() < end);
  await done;
}
main().catch(console.error);
`),
    );
    const lines = timesOf(run)?.lines;
    const waiting = (line: number): number => (lines?.get(line)?.waiting ?? 0) / 1000;
    assert.ok(waiting(12) > 170, `${waiting(12)} of some 190 ms`);
    assert.ok(waiting(10) < 20, `${waiting(10)} ms where it was made`);
    assert.ok(waiting(5) > 90 && waiting(4) > 50, 'and in the task');
  });

  it('of a limiter is, of however many tasks', async () => {
    const run = await record(
      writeProgram(`${SLEEP}
const limiter = most => {
  const queue = [];
  let running = 0;
  const next = () => {
    if (running >= most || queue.length === 0) return;
    running++;
    queue.shift()();
  };
  const run = async (task, resolve) => {
    const result = (async () => task())();
    resolve(result);
    await result;
    running--;
    next();
  };
  return task => new Promise(resolve => {
    new Promise(begin => queue.push(begin)).then(() => run(task, resolve));
    next();
  });
};
async function main() {
  const limit = limiter(3);
  const tasks = [];
  for (let i = 0; i < 150; i++) tasks.push(limit(async () => {
    await sleep(9);
    for (const end = performance.now() + 1; performance.now() < end; );
  }));
  await Promise.all(tasks);
}
main().catch(console.error);
`),
    );
    const lines = timesOf(run)?.lines;
    const whole = lines?.get(31)?.total ?? 0;
    const [added, awaited] = [25, 29].map(line => (lines?.get(line)?.total ?? 0) / whole);
    assert.ok(whole > 450_000 && awaited! > 0.9, `${awaited} where they are awaited`);
    assert.ok(added! < 0.1, `${added} where they were added`);
    assert.equal(lines?.get(26)?.awaits?.count, 150);
  });

  it('of a lock is as well, one after the other, and what goes on beside it is not', async () => {
    const run = await record(
      writeProgram(`${SLEEP}
let last = Promise.resolve();
const locked = task => {
  const result = last.then(task);
  last = result.catch(() => {});
  return result;
};
const one = async () => { await sleep(80); };
const two = async () => { await sleep(60); await sleep(60); };
const log = async () => { await sleep(300); };
async function main() {
  log();
  const first = locked(one);
  const second = locked(two);
  await first;
  await second;
  await sleep(200);
}
main().catch(console.error);
`),
    );
    const lines = timesOf(run)?.lines;
    const waiting = [12, 13, 14, 15, 16, 17].map(line => (lines?.get(line)?.waiting ?? 0) / 1000);
    // Of what is waited for at the same time each has a half.
    const truth = [150, 0, 0, 40, 60, 150];
    waiting.forEach((ms, i) => {
      assert.ok(Math.abs(ms - truth[i]!) < 15, `line ${12 + i}: ${ms} is not ${truth[i]} ms`);
    });
  });

  it('of what a timer has begun is as well, and the timer is not', async () => {
    const run = await record(
      writeProgram(`${SLEEP}
let batch = null;
function load() {
  if (batch === null) {
    const begun = batch = [];
    setTimeout(() => flush(begun), 20);
  }
  const own = batch;
  return new Promise(resolve => own.push(resolve));
}
async function flush(own) {
  batch = null;
  await sleep(150);
  for (const resolve of own) resolve();
}
async function main() {
  await load();
  const second = load();
  await second;
}
main();
`),
    );
    const lines = timesOf(run)?.lines;
    const [inner, first, second] = [13, 17, 19].map(
      line => (lines?.get(line)?.waiting ?? 0) / 1000,
    );
    assert.ok(Math.abs(inner! - 300) < 20, `${inner} ms where it waits`);
    assert.ok(first! > 140 && second! > 140, `${first} and ${second} ms where they are awaited`);
  });
});

// What runs after awaits, in programs that know how much that is.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { displayName } from '../../../src/model/frame.ts';
import { NODE_MAJOR } from '../../helpers/node-under-test.ts';
import { record, shareOfLine, timesOf, writeProgram } from '../run-program.ts';
import type { Recorded } from '../run-program.ts';

it('What runs after an await belongs to the line from which it is awaited, among several of one caller', async () => {
  const run = await record(
    writeProgram(`
const work = ms => { const end = performance.now() + ms; while (performance.now() < end); };
const load = () => new Promise(resolve => setTimeout(resolve, 5));
async function run(ms) { await load(); work(ms); }
(async () => {
  for (let i = 0; i < 8; i++) {
    await run(70);
    await run(20);
  }
})();
`),
  );
  const [long, short] = [6, 7].map(
    line => shareOfLine(run, line) - shareOfLine(run, line, 'waiting'),
  );
  const part = short! / (short! + long!);
  assert.ok(Math.abs(part - 2 / 9) < 0.12, `${part} is on the shorter of the two`);
});

it('Waits stand on the lines that wait, where other lines call the same function without waiting', async () => {
  const run = await record(
    writeProgram(`
const work = ms => { const end = performance.now() + ms; while (performance.now() < end); };
const load = () => new Promise(resolve => setTimeout(resolve, 40));
const traced = f => function traced(ms) { return f(ms); };
const compute = traced(work), fetchAll = traced(async () => { await load(); });
(async () => {
  for (let i = 0; i < 8; i++) {
    compute(40);
    await fetchAll();
  }
})();
`),
  );
  assert.ok(shareOfLine(run, 8, 'waiting') > 0.3, 'it waits on the line of the await');
  assert.equal(shareOfLine(run, 7, 'waiting'), 0);
});

it('A wait that begins just after the thread has nothing to run is all on the line that waits', async () => {
  const run = await record(
    writeProgram(`
const work = ms => { const end = performance.now() + ms; while (performance.now() < end); };
const load = async () => { await new Promise(resolve => setTimeout(resolve, 5)); };
async function run() { await load(); work(5); }
(async () => {
  for (let i = 0; i < 150; i++) await run();
})();
`),
  );
  const [inner, outer] = [2, 5].map(line => shareOfLine(run, line, 'waiting'));
  assert.ok(inner! > 0.97 * outer!, `${inner} of the time it waits there, ${outer} in all`);
});

it('A promise that is awaited later than it was made is waited for where it is awaited', async () => {
  const run = await record(
    writeProgram(`
const work = ms => { const end = performance.now() + ms; while (performance.now() < end); };
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const load = async ms => { await sleep(ms); work(20); };
(async () => {
  for (let i = 0; i < 4; i++) {
    const one = load(60);
    work(5);
    await one;
    const all = [60, 60].map(load);
    await Promise.all(all);
    const both = Promise.all([load(60), load(60)]);
    work(5);
    await both;
  }
})();
`),
  );
  for (const line of [8, 10, 13]) assert.ok(shareOfLine(run, line) > 0.22, `line ${line} waits`);
  for (const line of [6, 9, 11])
    assert.ok(shareOfLine(run, line, 'waiting') < 0.1, `line ${line} does not`);
});

it('What has a `then` but is no promise, as a query builder, is waited for where it is awaited', async () => {
  const run = await record(
    writeProgram(`
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const work = ms => { const end = performance.now() + ms; while (performance.now() < end); };
class Query {
  async send() { work(30); await sleep(60); }
  then(done, failed) { return this.send().then(done, failed); }
}
(async () => {
  for (let i = 0; i < 6; i++) {
    queueMicrotask(() => work(5));
    await new Query();
  }
})();
`),
  );
  for (const line of [4, 5, 10]) {
    const waiting = shareOfLine(run, line, 'waiting');
    assert.ok(Math.abs(waiting - 60 / 95) < 0.2, `${waiting} of the time line ${line} waits`);
    assert.ok(shareOfLine(run, line) > 0.9, 'and it works for the rest of it');
  }
  const awaits = run.session.lanes[0]?.awaits;
  const place = awaits?.line.indexOf(10) ?? -1;
  assert.equal(awaits?.count[place], 6, 'it awaits six times');
});

it('A function without a name is one, whether it runs or waits', async () => {
  const run = await record(
    writeProgram(`
const work = ms => { const end = performance.now() + ms; while (performance.now() < end); };
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const call = f => f();
call(async function () {
  work(60);
  await sleep(60);
});
`),
  );
  const { frames, strings } = run.recording.session;
  const onLine = frames.line.filter(
    (line, frame) =>
      line === 4 && strings[frames.file[frame] ?? -1]?.includes('/program-') === true,
  );
  assert.equal(onLine.length, 1);
});

it('The top level of a file that is seen to wait only is not taken for a function on its first line', async () => {
  const run = await record(
    writeProgram(
      `
const sleep = ms => new Promise(resolve => { setTimeout(resolve, ms); work(ms); }), work = ms => { const end = performance.now() + ms; while (performance.now() < end); };
const run = async () => { for (let i = 0; i < 10; i++) { await 0; await sleep(20); } };
await run();
`,
      '.mjs',
    ),
  );
  const names = timesOf(run)
    ?.functions.filter(({ total }) => total > 150_000)
    .map(displayName);
  assert.deepEqual(new Set(names), new Set(['<module>', 'run', 'sleep', '<anonymous>', 'work']));
});

it('What `.then` and `queueMicrotask` call back, and what that waits for, stands below those who gave it to them', async () => {
  const run = await record(
    writeProgram(`
const work = ms => { const end = performance.now() + ms; while (performance.now() < end); };
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const task = async () => { work(30); await sleep(30); work(30); await sleep(30); };
const byThen = () => sleep(5).then(() => task());
const byQueue = () => new Promise(resolve => queueMicrotask(() => resolve(task())));
(async () => {
  for (let i = 0; i < 4; i++) {
    await byThen();
    await byQueue();
    await sleep(5).then(() => work(60));
  }
})();
`),
  );
  // Node.js 24 and later queue what they are given, and nothing tells of it.
  const ofQueue = [
    [5, 120 / 310],
    [9, 120 / 310],
    [12, 1],
  ] as const;
  for (const [line, share] of [
    ...(NODE_MAJOR < 24 ? ofQueue : []),
    [4, 120 / 310],
    [8, 125 / 310],
    [10, 65 / 310],
  ] as const) {
    const found = shareOfLine(run, line);
    assert.ok(Math.abs(found - share) < 0.06, `line ${line} has ${found}, not ${share}`);
  }
  if (NODE_MAJOR < 24)
    assert.ok(Math.abs(shareOfLine(run, 9, 'waiting') - 60 / 310) < 0.05, 'it waits there as well');
});

it('A function that calls itself by `.then` again and again stands in the tree once', async () => {
  const run = await record(
    writeProgram(`
const work = ms => { const end = performance.now() + ms; while (performance.now() < end); };
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const again = n => n === 0 ? n : sleep(10).then(() => { work(10); return again(n - 1); });
again(20);
`),
  );
  assert.ok(shareOfLine(run, 4) > 0.95, 'all of it is called from there');
  const depths = run.session.stacks.parent.map((_, stack) => depthOf(run, stack));
  assert.ok(Math.max(...depths) < 25, `${Math.max(...depths)} deep`);
});

/** How many frames a stack has. */
function depthOf({ session }: Recorded, stack: number): number {
  let depth = 0;
  for (let at = stack; at >= 0; at = session.stacks.parent[at] ?? -1) depth++;
  return depth;
}

// Whose work it is that was called back: jobs of two callers that share a queue, and promises of several steps.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { record, shareOfLine, writeProgram } from '../run-program.ts';

const WORK = `
const work = ms => { const end = performance.now() + ms; while (performance.now() < end); };
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));`;

/** What two callers have of the run who share a limiter; the jobs of the latter take three times as long. */
async function twoCallers(limiter: string, job: string): Promise<readonly number[]> {
  const text = `${WORK}
${limiter.trim()}
${job.trim()}
const five = [1, 2, 3, 4, 5];
async function short() { await Promise.all(five.map(() =>
  add(() => job(10)))); }
async function long() { await Promise.all(five.map(() =>
  add(() => job(30)))); }
short();
long();
`;
  const lines = text.replace(/^\n/, '').split('\n');
  const run = await record(writeProgram(text));
  return ['short();', 'long();'].map(call => shareOfLine(run, lines.indexOf(call) + 1));
}

function assertShares([short = 0, long = 0]: readonly number[]): void {
  assert.ok(Math.abs(short - 0.3) < 0.12, `${short} of it is of the short jobs`);
  assert.ok(Math.abs(long - 0.7) < 0.12, `${long} of it is of the long jobs`);
}

const LIMITER = `
let free = 1;
const queue = [];
const next = () => { if (free > 0 && queue.length > 0) { free--; queue.shift()(); } };
const add = run => new Promise(done => {
  new Promise(start => queue.push(start)).then(async () => {
    await run();
    done();
    free++;
    next();
  });
  next();
});`;

it('A job is its caller’s after however many awaits that were too short to tell', async () => {
  const job = `
async function job(ms) {
  for (let i = 0; i < 12; i++) await null;
  await sleep(5);
  work(ms);
}`;
  assertShares(await twoCallers(LIMITER, job));
});

it('What a queue of jobs starts when one has ended is not the work of those who gave it that', async () => {
  const queue = `
let free = 1;
const queue = [];
const next = () => { if (free > 0 && queue.length > 0) { free--; queue.shift()(); } };
const add = run => new Promise(done => {
  queue.push(async () => {
    await null;
    done(await run());
    free++;
    queueMicrotask(() => next());
  });
  next();
});`;
  const [short = 0] = await twoCallers(queue, 'async function job(ms) { work(ms); }');
  assert.ok(short < 0.4, `${short} of it is said to be of the short jobs`);
});

it('A promise of `.then` waits on the line that made it, not on that of the next `.then`', async () => {
  const run = await record(
    writeProgram(`${WORK}
const step = ms => sleep(ms).then(() => work(ms));
async function main() {
  await step(60)
    .then(() => step(20))
    .then(() => step(40));
}
main();
`),
  );
  const share = shareOfLine(run, 6);
  assert.ok(Math.abs(share - 1 / 6) < 0.1, `${share} of it is on the line of the second step`);
});

it('Functions that share a helper for all their awaits, as compilers make them, have each their own work', async () => {
  const run = await record(
    writeProgram(`${WORK}
const run = body => new Promise(resolve => {
  const steps = body();
  const onward = value => step(steps.next(value));
  const step = ({ done, value }) => done ? resolve(value) : Promise.resolve(value).then(onward);
  step(steps.next());
});
const inner = ms => run(function* () { yield sleep(10); work(ms); yield sleep(10); work(ms); });
const one = () => run(function* () { yield sleep(10);
  yield inner(20);
});
const two = () => run(function* () { yield sleep(10);
  yield inner(60);
});
run(function* () {
  yield one();
  yield two();
});
`),
  );
  const times = [11, 14, 17, 18].map(line => shareOfLine(run, line));
  const truth = [60 / 240, 140 / 240, 70 / 240, 150 / 240];
  truth.forEach((share, i) => {
    assert.ok(Math.abs((times[i] ?? 0) - share) < 0.12, `${times[i]} for ${share}`);
  });
});

it('What many wait for is waited for where it waits itself', async () => {
  const run = await record(
    writeProgram(`${WORK}
const ready = (async () => {
  await sleep(200);
})();
const one = () => ready.then(() => work(30));
const two = () => ready.then(() => work(30));
const three = async () => { await ready; work(30); };
Promise.all([one(), two(), three()]);
`),
  );
  assert.ok(shareOfLine(run, 4, 'waiting') > 0.6, `${shareOfLine(run, 4, 'waiting')} of 200 / 290`);
  for (const line of [6, 7, 8]) {
    const share = shareOfLine(run, line) - shareOfLine(run, line, 'waiting');
    assert.ok(Math.abs(share - 30 / 290) < 0.06, `line ${line} works for ${share}`);
  }
});

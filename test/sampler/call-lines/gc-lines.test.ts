// Garbage is collected where memory is asked for: that time is on the lines that ask.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { record, timesOf, writeProgram } from '../run-program.ts';

it('Garbage is collected on the lines on which a function asks for memory', async () => {
  const run = await record(
    writeProgram(`
function fill(store) {
  for (let i = 0; i < 600_000; i++) {
    store.set(i, { id: i, label: \`item \${i}\`, tags: [i, i + 1] });
  }
}
function compute() {
  let sum = 0;
  for (const end = Date.now() + 150; Date.now() < end; ) sum++;
  return sum;
}
const store = new Map();
fill(store);
compute();
`),
  );
  const times = timesOf(run);
  const { frames, stacks, strings, lanes } = run.session;
  const leafOf = (stack: number): string =>
    strings[frames.name[stacks.frame[stack] ?? -1] ?? -1] ?? '';
  const [lane] = lanes;
  const garbage = lane!.samples.durationUs.reduce(
    (sum, us, i) => sum + (leafOf(lane!.samples.stack[i]!) === '[gc]' ? us : 0),
    0,
  );
  const total = (line: number): number => times?.lines.get(line)?.total ?? 0;
  assert.ok(garbage > 0.1 * total(12), `${garbage} us of garbage`);
  assert.ok(total(3) > 0.85 * total(12), `${total(3)} of ${total(12)} us`);
  assert.ok(total(2) < 0.1 * total(12), `${total(2)} us where the loop begins`);
});

it('What is collected after an await is not on the line of the await', async () => {
  const run = await record(
    writeProgram(`
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
async function main() {
  await sleep(10);
  const all = [];
  for (let i = 0; i < 30; i++) {
    const rows = [];
    for (let j = 0; j < 100_000; j++) rows.push({ i, j, label: 'x' + j });
    all.push(rows.length);
  }
}
main();
`),
  );
  const lines = timesOf(run)?.lines;
  const [awaits, builds, whole] = [3, 7, 11].map(line => lines?.get(line)?.total ?? 0);
  assert.ok(awaits! < 0.2 * whole!, `${awaits} of ${whole} us where it awaits`);
  assert.ok(builds! > 0.6 * whole!, `${builds} of ${whole} us where it asks for memory`);
});

// What an await finds there already is not waited for, however long what follows takes.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { record, timesOf, writeProgram } from '../run-program.ts';

it('An await of what is there already takes no part of what is waited for later', async () => {
  const run = await record(
    writeProgram(`const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
const burn = ms => { for (const end = performance.now() + ms; performance.now() < end; ); };
const cache = new Map([['user', 1]]);
async function load(key) {
  if (cache.has(key)) return cache.get(key);
  await sleep(50);
}
async function* pages() {
  yield 1;
}
async function handle() {
  const user = await load('user');
  burn(80);
  for await (const page of pages());
  burn(80);
  await sleep(60);
}
async function main() {
  for (let i = 0; i < 3; i++) await handle();
  await null;
  burn(80);
  await sleep(300);
}
main();
`),
  );
  const lines = timesOf(run)?.lines;
  const waiting = [12, 14, 16, 20, 22].map(line => (lines?.get(line)?.waiting ?? 0) / 1000);
  for (const [i, truth] of [0, 0, 180, 0, 300].entries())
    assert.ok(Math.abs((waiting[i] ?? 0) - truth) < 15, `${waiting.join(', ')} ms`);
});

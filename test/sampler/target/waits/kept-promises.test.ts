// What `.then` has made and is awaited later, or never.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { record, timesOf, writeProgram } from '../../run-program.ts';

const SLEEP = 'const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));';

/** Milliseconds of waiting on these lines. */
async function waitsOn(program: string, lines: readonly number[]): Promise<number[]> {
  const found = timesOf(await record(writeProgram(program)))?.lines;
  return lines.map(line => (found?.get(line)?.waiting ?? 0) / 1000);
}

function isNear(found: readonly number[], truth: readonly number[]): void {
  const isRight = found.every((ms, i) => Math.abs(ms - truth[i]!) < 20);
  assert.ok(isRight, `${found.join(', ')} is not ${truth.join(', ')} ms`);
}

describe('What `.then` has made', () => {
  it('is waited for where it is awaited', async () => {
    const program = `${SLEEP}
async function main() {
  const one = sleep(100).then(() => 1);
  await one;
  const all = [sleep(80).then(() => 1), sleep(120).then(() => 2)];
  await Promise.all(all);
  const other = sleep(100)
    .catch(() => 0)
    .finally(() => 0);
  await other;
}
main();
`;
    isNear(await waitsOn(program, [3, 4, 5, 6, 7, 8, 9, 10]), [0, 100, 0, 120, 0, 0, 0, 100]);
  });

  it('is not waited for where it is never there, nor where the program itself lets it go on', async () => {
    const program = `${SLEEP}
let close;
const closed = new Promise(resolve => { close = resolve; });
closed.then(() => 1);
new Promise(() => {}).then(() => 1).catch(() => 2);
async function main() {
  await sleep(200);
  close();
  await sleep(100);
}
main();
`;
    isNear(await waitsOn(program, [3, 4, 5, 7, 9]), [0, 0, 0, 200, 100]);
  });
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { record, timesOf, writeProgram } from '../../run-program.ts';

const SLEEP = 'const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));';

/** Milliseconds of waiting on these lines of a program, and how often it waited there. */
async function waitsOn(
  program: string,
  lines: readonly number[],
): Promise<(readonly [ms: number, count: number])[]> {
  const found = timesOf(await record(writeProgram(program)))?.lines;
  return lines.map(line => {
    const { waiting = 0, awaits } = found?.get(line) ?? {};
    return [waiting / 1000, awaits?.count ?? 0] as const;
  });
}

function isNear(found: readonly (readonly [number, number])[], truth: readonly number[]): void {
  const ms = found.map(([of]) => of);
  assert.ok(
    ms.every((of, i) => Math.abs(of - truth[i]!) < 20),
    `${ms.join(', ')} is not ${truth.join(', ')} ms`,
  );
}

describe('A promise that a function returns which was given to `.then`', () => {
  it('is waited for there, and once', async () => {
    const found = await waitsOn(
      `${SLEEP}
const user = () => sleep(100);
const order = () => sleep(200);
const item = () => sleep(300);
user()
  .then(() => order())
  .then(() => item())
  .catch(() => 0)
  .then(() => 1);
`,
      [5, 6, 7, 8, 9],
    );
    isNear(found, [100, 200, 300, 0, 0]);
    assert.deepEqual(
      found.map(([, count]) => count),
      [1, 1, 1, 0, 0],
    );
  });

  it('is no second wait of a line that awaits what it goes to', async () => {
    const found = await waitsOn(
      `${SLEEP}
const after = task => Promise.resolve().then(task);
async function main() {
  await after(() => sleep(80));
}
main();
`,
      [4],
    );
    isNear(found, [80]);
    assert.equal(found[0]?.[1], 1);
  });

  it('is waited for on the line of the function on which it was got', async () => {
    const program = `${SLEEP}
const later = ms => sleep(ms);
function run() {
  return later(100).then(x => {
    if (x) return later(1);
    return later(200);
  });
}
async function main() {
  await run();
}
main();
`;
    isNear(await waitsOn(program, [4, 5, 6, 10]), [300, 0, 200, 300]);
  });

  it('is waited for in the function if that is async, or calls one', async () => {
    const program = `${SLEEP}
async function order() {
  await sleep(150);
}
async function main() {
  await sleep(50).then(order);
  await sleep(50).then(() => order());
}
main();
`;
    isNear(await waitsOn(program, [3, 6, 7]), [300, 200, 200]);
  });
});

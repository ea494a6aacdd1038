// Waits of a few dozen microseconds, as small files have them.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { buildLineTimes } from '../../../src/model/line-times.ts';
import { record, writeProgram } from '../run-program.ts';

/** Node.js awaits twice more for each of them: together these are so few that all are noted. */
const COUNT = 600;

it('A loop over many small files waits on the line that awaits, as often as it does', async () => {
  const run = await record(
    writeProgram(
      `
import { stat } from 'node:fs/promises';
const files = Array.from({ length: ${COUNT} }, () => process.argv[1]);
async function readAll() {
  for (const file of files) await stat(file);
}
await readAll();
await new Promise(resolve => setTimeout(resolve, 100));
`,
      '.mjs',
    ),
  );
  const lines = [...buildLineTimes(run.session).values()].flatMap(file => [...file.lines.values()]);
  const [loop, outer] = [4, 6].map(number => lines.find(({ line }) => line === number));
  assert.equal(loop?.awaits?.count, COUNT);
  assert.ok(
    loop.waiting > 0.7 * (outer?.waiting ?? Infinity),
    `${loop.waiting} us of ${outer?.waiting}`,
  );
});

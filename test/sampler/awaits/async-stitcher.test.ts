// What runs after awaits, in programs that know how much that is.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { record, shareOfLine, writeProgram } from '../run-program.ts';

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

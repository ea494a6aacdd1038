// A program that awaits densely for a moment, and waits for something after that.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildLineTimes } from '../../../../src/model/line-times.ts';
import { record, timesOf, writeProgram } from '../../run-program.ts';

for (const awaits of [3_000, 20_000, 200_000])
  describe(`After a burst of ${awaits} awaits`, () => {
    it('what is waited for is noted; a note says so where not all awaits were', async () => {
      const run = await record(
        writeProgram(`
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
async function query() { await sleep(200); }
(async () => {
  for (let i = 0; i < ${awaits}; i++) await i;
  for (let i = 0; i < 10; i++) await query();
})();
`),
      );
      const { session } = run;
      const lines = [...buildLineTimes(session).values()].flatMap(({ lines: of }) => [
        ...of.values(),
      ]);
      const [query] = lines.filter(({ line }) => line === 2);
      assert.ok((query?.waiting ?? 0) > 1_550_000, `${query?.waiting} of 2,000,000 us`);
      assert.ok((query?.awaits?.count ?? 0) <= 11, `${query?.awaits?.count} awaits`);
      if (awaits > 100_000) assert.match(session.meta.notes.join(' '), /an estimate/);
    });
  });

it('Amid bursts of awaits those that a timer ends are noted', async () => {
  const run = await record(
    writeProgram(`
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
(async () => {
  for (let i = 0; i < 5; i++) {
    for (let k = 0; k < 30_000; k++) await k;
    await sleep(60);
  }
})();
`),
  );
  const { awaits, waiting = 0 } = timesOf(run)?.lines.get(5) ?? {};
  assert.equal(awaits?.count, 5);
  assert.ok(Math.abs(waiting / 1000 - 300) < 30, `${waiting} of 300,000 us`);
});

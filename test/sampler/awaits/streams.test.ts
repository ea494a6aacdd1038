// A stream that is made of a generator waits for what that waits for.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { record, timesOf, writeProgram } from '../run-program.ts';

it('A stream made of an async generator leaves the waiting to that, and is called by who reads it', async () => {
  const run = await record(
    writeProgram(`
const { Readable } = require('node:stream');
const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));
async function* source() {
  for (let i = 0; i < 10; i++) {
    await sleep(30);
    yield { i };
  }
}
async function main() {
  for await (const { i } of Readable.from(source())) if (i > 9) break;
}
main();
`),
  );
  const lines = timesOf(run)?.lines;
  const waiting = (line: number): number => (lines?.get(line)?.waiting ?? 0) / 1000;
  assert.ok(waiting(5) > 270, `${waiting(5)} of 300 ms where it waits`);
  assert.ok(waiting(10) > 270, `${waiting(10)} of 300 ms where it is read`);
});

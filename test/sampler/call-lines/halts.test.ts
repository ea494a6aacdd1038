// Native code is not interrupted: a question that comes meanwhile is answered when it is over.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { record, shareOfLine, writeProgram } from '../run-program.ts';

/** Calls the same native code from line 6, and for four times as long from line 8; tells what part each took. */
const PROGRAM = `const { scryptSync } = require('node:crypto');
const took = [0, 0];
const end = performance.now() + 2000;
while (performance.now() < end) {
  let begin = performance.now();
  scryptSync('password', 'salt', 64, { N: 2 ** 14, maxmem: 2 ** 30 });
  took[0] += performance.now() - begin, begin = performance.now();
  scryptSync('password', 'salt', 64, { N: 2 ** 16, maxmem: 2 ** 30 });
  took[1] += performance.now() - begin;
}
console.log(JSON.stringify(took.map(ms => ms / (took[0] + took[1]))));
`;

describe('The time of native code that is called from two lines', () => {
  it('is on the line that waits for it', async () => {
    const run = await record(writeProgram(PROGRAM));
    const [first = NaN] = JSON.parse(run.stdout) as number[];
    assert.ok(first < 0.35, `the first line takes less time than the second: ${first}`);
    const [one, two] = [shareOfLine(run, 6), shareOfLine(run, 8)];
    assert.ok(one + two > 0.9, `the two lines have the time: ${one}, ${two}`);
    assert.ok(Math.abs(one / (one + two) - first) < 0.08, `${one} and ${two} instead of ${first}`);
  });
});

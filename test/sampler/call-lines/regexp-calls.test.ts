// Regular expressions are native code: interrupted stacks do not show them, samples do.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { record, shareOfLine, writeProgram } from '../run-program.ts';

/** Tells what part of its time each of the lines 7, 9 and 11 took. */
const PROGRAM = `const TEXT = 'x'.repeat(21);
const SLOW = /^(?:x+x+)+z/;
function search(again) {
  const took = [0, 0, 0];
  while (again()) {
    let begin = performance.now();
    /(x+x+)+y/.test(TEXT);
    took[0] += performance.now() - begin, begin = performance.now();
    SLOW.test(TEXT);
    took[1] += performance.now() - begin, begin = performance.now();
    for (let i = 0; i < 60_000; i++) TEXT.replace(/x$/, String(i));
    took[2] += performance.now() - begin;
  }
  return took;
}
const end = performance.now() + 2000;
const begin = performance.now();
const took = search(() => performance.now() < end);
console.log(JSON.stringify(took.map(ms => ms / (performance.now() - begin))));
`;

describe('The time of a regular expression', () => {
  it('is on the line that runs it', async () => {
    const run = await record(writeProgram(PROGRAM));
    const truth = JSON.parse(run.stdout) as number[];
    assert.ok(Math.min(...truth) > 0.05, `each line takes some time: ${run.stdout}`);
    for (const [i, line] of [7, 9, 11].entries()) {
      const found = shareOfLine(run, line);
      const error = Math.abs(found - (truth[i] ?? NaN));
      assert.ok(error < 0.1, `line ${line} took ${truth[i]}, and has ${found}`);
    }
  });
});

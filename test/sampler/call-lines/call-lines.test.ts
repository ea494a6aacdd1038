// On which line of its caller a call's time stands, whatever the program makes of its errors and stacks.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { record, timesOf, writeProgram } from '../run-program.ts';

/** `work` is called for 1.8 s from line 5 and for 0.6 s from line 6, in turns. */
function twoCalls(setUp: string, during = ''): string {
  return writeProgram(`
${setUp}
const now = performance.now.bind(performance);
function work(ms) { const end = now() + ms; while (now() < end) { ${during} } }
for (let i = 0; i < 40; i++) {
  work(45);
  work(15);
}
`);
}

async function shareOfFirstCall(path: string): Promise<number> {
  const run = await record(path);
  assert.deepEqual(run.exit, { code: 0, signal: null }, run.stderr);
  const total = (line: number): number => timesOf(run)?.lines.get(line)?.total ?? 0;
  assert.ok(total(6) > 0, 'the second call has no time');
  return total(5) / (total(5) + total(6));
}

const PROGRAMS: Record<string, [setUp: string, during?: string]> = {
  'leaves its errors alone': [''],
  'writes out stacks itself, and in between throws': [
    'Error.prepareStackTrace = (error, sites) => sites.map(String);',
    'try { null.x } catch (error) { error.stack.length }',
  ],
  'wants no stacks': ['Error.stackTraceLimit = 0;'],
  'has frozen its errors': ['Object.freeze(Error); Object.freeze(Error.prototype);'],
  'has errors of its own': [
    'globalThis.Error = class Error { static prepareStackTrace() { return "none"; } };',
  ],
  'has no JSON and no maps': ['globalThis.JSON = undefined; globalThis.Map = undefined;'],
};

describe('A function that is called three times as long from one line as from the next', () => {
  for (const [name, [setUp, during]] of Object.entries(PROGRAMS))
    it(`has its time on these lines when the program ${name}`, async () => {
      const share = await shareOfFirstCall(twoCalls(setUp, during));
      assert.ok(Math.abs(share - 0.75) < 0.12, `${share} of the time is on the first line`);
    });
});

describe('At the end of 2,000 calls', () => {
  it('each of two lines has the time of what it called, when it called it', async () => {
    // First only the first line, then only the second: the mean of both would be wrong on either side.
    const path = writeProgram(`
function work(ms) { for (const end = performance.now() + ms; performance.now() < end; ); }
function first() { work(600); }
function second() { work(200); }
function descend(depth, then) {
  if (depth > 0) return descend(depth - 1, then) + 1;
  then();
  return 0;
}
for (let round = 0; round < 3; round++) {
  descend(2000, first);
  descend(2000, second);
}
`);
    const run = await record(path);
    const total = (line: number): number => timesOf(run)?.lines.get(line)?.total ?? 0;
    const share = total(2) / (total(2) + total(3));
    assert.ok(Math.abs(share - 0.75) < 0.1, `${share} of the time is on the first line`);
    const last = total(10) / (total(10) + total(11));
    assert.ok(Math.abs(last - 0.75) < 0.2, `${last} of the time is on the outermost first line`);
  });
});

describe('A program that is asked for its stacks', () => {
  it('finds its errors as they were, and nothing more in its globals', async () => {
    const path = writeProgram(`
const names = ['stackTraceLimit', 'prepareStackTrace'];
const look = () => JSON.stringify([
  names.map(name => Object.getOwnPropertyDescriptor(Error, name)), Object.getOwnPropertyNames(globalThis).sort(),
  Object.keys(process).sort()]);
const before = look();
for (const end = performance.now() + 300; performance.now() < end; ) if (look() !== before) throw new Error(look());
console.log(look());
`);
    const run = await record(path);
    assert.deepEqual(run.exit, { code: 0, signal: null }, run.stderr);
  });
});

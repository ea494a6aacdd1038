// Recursion through built-in functions: they count in the length of a stack, but have no place of their own.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { record, shareOfLine, writeProgram } from '../run-program.ts';

it('The callers of a deep recursion through forEach have their time on their own lines', async () => {
  const path = writeProgram(`
const spin = ms => { for (const end = performance.now() + ms; performance.now() < end; ); };
const descend = (depth, ms) => { if (depth === 0) spin(ms); else [0].forEach(() => descend(depth - 1, ms)); };
for (let i = 0; i < 6; i++) {
  descend(800, 300);
  spin(20);
  descend(800, 100);
  spin(20);
}`);
  const run = await record(path);
  const [far, near] = [shareOfLine(run, 4), shareOfLine(run, 6)];
  assert.ok(Math.abs(far - 300 / 440) < 0.08, `${far} of the time on line 4`);
  assert.ok(Math.abs(near - 100 / 440) < 0.08, `${near} of the time on line 6`);
});

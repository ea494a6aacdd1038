// Lines that a stack passes more than once: a sample counts once on each of them.

import { describe, it } from 'node:test';
import { checkFunctions, checkLines } from '../helpers/print-line-times.ts';

describe('buildLineTimes', () => {
  it('counts a sample once on a line that recurs, and as a call of the innermost occurrence', () => {
    const text = `
      f@a.js:1 :2 > f@a.js:1 :2 > f@a.js:1 :5 4ms
      f@a.js:1 :2 > f@a.js:1 :2 > g@a.js:9 :10 6ms
    `;
    checkLines(
      text,
      `
      a.js:2 calls 6ms total 10ms samples 2
      a.js:5 self 4ms total 4ms samples 1
      a.js:10 self 6ms total 6ms samples 1
      `,
    );
    checkFunctions(
      text,
      `
      a.js:1 f self 4ms total 10ms samples 2
      a.js:9 g self 6ms total 6ms samples 1
      `,
    );
  });

  it('counts a sample once for each function of a mutual recursion', () => {
    const text = 'even@a.js:1 :2 > odd@a.js:5 :6 > even@a.js:1 :3 > odd@a.js:5 :7 5ms';
    checkLines(
      text,
      `
      a.js:2 total 5ms samples 1
      a.js:3 calls 5ms total 5ms samples 1
      a.js:6 total 5ms samples 1
      a.js:7 self 5ms total 5ms samples 1
      `,
    );
    checkFunctions(
      text,
      `
      a.js:1 even total 5ms samples 1
      a.js:5 odd self 5ms total 5ms samples 1
      `,
    );
  });

  it('takes the calls of one stack as independent where their time is shared by lines', () => {
    // Of the four ways through lines 2 and 3, three pass through either of them.
    checkLines(
      `
      f@a.js:1 :2 > f@a.js:1 :2 > f@a.js:1 :9 1ms
      f@a.js:1 :2 > f@a.js:1 :3 > f@a.js:1 :9 1ms
      f@a.js:1 :3 > f@a.js:1 :2 > f@a.js:1 :9 1ms
      f@a.js:1 :3 > f@a.js:1 :3 > f@a.js:1 :9 1ms
      `,
      `
      a.js:2 total 3ms samples 3
      a.js:3 total 3ms samples 3
      a.js:9 self 4ms total 4ms samples 4
      `,
    );
  });

  it('takes two columns of one line as one line', () => {
    checkLines(
      `
      f@a.js:1 :2:5 > f@a.js:1 :2:5 > g@b.js:1 :1 1ms
      f@a.js:1 :2:9 > f@a.js:1 :2:9 > g@b.js:1 :1 1ms
      `,
      `
      a.js:2 calls 2ms total 2ms samples 2
      b.js:1 self 2ms total 2ms samples 2
      `,
    );
  });

  it('walks a recursion of 100,000 calls, each on the same two lines, in one go', () => {
    const path = Array.from({ length: 50_000 }, () => 'f@a.js:1 :2 > f@a.js:1 :3').join(' > ');
    checkLines(
      `${path} 1ms\n${path} > g@b.js:1 :1 1ms`,
      `
      a.js:2 total 2ms samples 2
      a.js:3 self 1ms calls 1ms total 2ms samples 2
      b.js:1 self 1ms total 1ms samples 1
      `,
    );
  });
});

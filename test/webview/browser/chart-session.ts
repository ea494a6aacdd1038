// A session whose boxes stand at known places in charts.

import { parseProfile } from '../../helpers/profile-text.ts';

/** 1,280 pixels for 10 ms: 128 a millisecond. The axis is 24 pixels high, a level 20. */
export const SESSION = parseProfile(`
  main@/app/a.js:1 > parse@/app/a.js:10 2ms
  main@/app/a.js:1 > parse@/app/a.js:10 > read@node:fs 1ms
  main@/app/a.js:1 > [await] 3ms
  main@/app/a.js:1 > parse@/app/a.js:10 1ms
  main@/app/a.js:1 > draw@/app/b.js:20 3ms
`);

const level = (n: number): number => 24 + 20 * n + 10;

/** A moment in the middle of a level's height. */
export const at = (ms: number, n: number): { x: number; y: number } => ({
  x: ms * 128,
  y: level(n),
});

// Many waits of some hundredths of a millisecond, in a function that two others share. To ask for a file takes Node.js
// some time as well, which counts as waiting here.
import { access } from 'node:fs/promises';
import { now, ran, scale, spin, waited } from './truth.mjs';

async function look(by) {
  let t = now();
  await access('.'); // #access
  waited(t, 'access', by, 'main');
  t = now();
  spin(0.4); // #compute
  ran(t, 'compute', by, 'main');
}

async function rarely() {
  await look('rarely'); // #rarely
}

async function often() {
  await look('often'); // #often
}

async function main() {
  for (let i = 0; i < 4000 * scale; i++) await (i % 5 === 0 ? rarely() : often());
}

await main(); // #main

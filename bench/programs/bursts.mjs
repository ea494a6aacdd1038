// Short bursts of work between waits: one function from two lines, in one burst and in bursts of their own.
import { now, ran, scale, sleep, spin, waited } from './truth.mjs';

function work(ms) {
  spin(ms); // #spin
}

async function pause(ms) {
  const t = now();
  await sleep(ms); // #pause
  waited(t, 'pause');
}

for (let i = 0; i < 50 * scale; i++) {
  await pause(30);
  let t = now();
  work(20); // #twenty
  ran(t, 'twenty', 'spin');
  t = now();
  work(5); // #five
  ran(t, 'five', 'spin');
  await pause(20);
  t = now();
  work(12); // #alone
  ran(t, 'alone', 'spin');
}

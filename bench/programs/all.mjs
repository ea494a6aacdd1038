// Promise.all of unequal tasks, each of which waits, computes and waits again.
import { now, ran, scale, sleep, spin, waited } from './truth.mjs';

async function quick() {
  const t = now();
  await sleep(200); // #quick
  waited(t, 'quick', 'all');
}

async function middle() {
  let t = now();
  await sleep(300); // #middle
  waited(t, 'middle', 'all');
  t = now();
  spin(100); // #compute
  ran(t, 'compute', 'all');
  t = now();
  await sleep(150); // #middle-again
  waited(t, 'middle-again', 'all');
}

async function slow() {
  const t = now();
  await sleep(1000); // #slow
  waited(t, 'slow', 'all');
}

for (let i = 0; i < 4 * scale; i++) {
  await Promise.all([quick(), middle(), slow()]); // #all
  const t = now();
  await sleep(200); // #alone
  waited(t, 'alone');
}

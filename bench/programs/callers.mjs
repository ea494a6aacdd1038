// Computing after an await belongs to those who await it, whichever line of theirs that is.
import { now, ran, scale, sleep, spin, waited } from './truth.mjs';

async function load(ms, ...by) {
  const t = now();
  await sleep(30); // #sleep
  waited(t, 'sleep', ...by);
  const u = now();
  spin(ms); // #parse
  ran(u, 'parse', ...by);
  return ms;
}

async function small() {
  await load(20, 'from-small', 'small'); // #from-small
}

async function large() {
  const value = await load(60, 'from-large', 'large'); // #from-large
  const t = now();
  spin(value / 3); // #after
  ran(t, 'after', 'large');
}

for (let i = 0; i < 20 * scale; i++) {
  await small(); // #small
  await large(); // #large
  const t = now();
  await load(10, 'direct'); // #direct
}

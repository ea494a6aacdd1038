// Short waits and short work in turn, the work on two lines.
import { now, ran, scale, sleep, spin, waited } from './truth.mjs';

async function query(ms) {
  const t = now();
  await sleep(ms); // #query
  waited(t, 'query', 'first');
}

for (let i = 0; i < 400 * scale; i++) {
  await query(2); // #first
  const t = now();
  spin(3); // #work
  ran(t, 'work');
  const u = now();
  await sleep(4); // #second
  waited(u, 'second');
  const v = now();
  spin(1); // #more
  ran(v, 'more');
}

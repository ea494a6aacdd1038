// An async generator that waits for pages and computes rows, and a loop that works on them.
import { now, ran, scale, sleep, spin, waited } from './truth.mjs';

async function* pages() {
  for (let page = 0; page < 25 * scale; page++) {
    let t = now();
    await sleep(100); // #fetch
    waited(t, 'fetch', 'loop', 'main');
    t = now();
    spin(20); // #decode
    ran(t, 'decode', 'loop', 'main');
    yield page;
  }
}

async function main() {
  // prettier-ignore
  for await (const page of pages()) { // #loop
    let t = now();
    spin(page % 2 === 0 ? 20 : 40); // #row
    ran(t, 'row', 'main');
    t = now();
    await sleep(40); // #write
    waited(t, 'write', 'main');
  }
}

await main(); // #main

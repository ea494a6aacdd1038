// Promises that no async function has made, put together: the line that awaits them waits, however far out others await.
import { now, scale, sleep, waited } from './truth.mjs';

async function load() {
  const t = now();
  await Promise.all([sleep(20), sleep(12)]); // #load
  waited(t, 'load', 'each-load', 'main');
}

async function limit(promise) {
  const t = now();
  await Promise.race([promise, new Promise(() => undefined)]); // #race
  waited(t, 'race', 'each-limit', 'main');
}

async function main() {
  for (let i = 0; i < 80 * scale; i++) {
    await load(); // #each-load
    await limit(sleep(15)); // #each-limit
    const t = now();
    await sleep(10); // #alone
    waited(t, 'alone', 'main');
  }
}

await main(); // #main

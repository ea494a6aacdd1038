// Ten workers over a hundred tasks: requests that take their time, then some work on the answer.
import { now, ran, scale, sleep, spin, waited } from './truth.mjs';

async function request(i) {
  const t = now();
  await sleep(200 + (i % 7) * 60); // #request
  waited(t, 'request', 'task', 'pool');
}

async function store() {
  const t = now();
  await sleep(60); // #store
  waited(t, 'store', 'task-store', 'pool');
}

async function task(i) {
  await request(i); // #task
  const t = now();
  spin(10); // #parse
  ran(t, 'parse', 'pool');
  await store(); // #task-store
}

async function worker(queue) {
  for (let i = queue.pop(); i !== undefined; i = queue.pop()) await task(i);
}

const queue = Array.from({ length: Math.round(100 * scale) }, (_, i) => i);
await Promise.all(Array.from({ length: 10 }, () => worker(queue))); // #pool

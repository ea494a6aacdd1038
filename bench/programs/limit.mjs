// A limiter as libraries have it, which calls tasks back by `.then` and by the queue of tasks: twice, with unequal tasks.
import { ran, scale, sleep, spin, waited, now } from './truth.mjs';

class Limiter {
  free = 3;
  queue = [];

  add(run) {
    return new Promise(resolve => {
      new Promise(start => this.queue.push(start)).then(() => this.run(run, resolve)); // #then
      queueMicrotask(() => this.next());
    });
  }

  async run(run, resolve) {
    const result = run();
    resolve(result);
    await result;
    this.free++;
    queueMicrotask(() => this.next());
  }

  next() {
    if (this.free === 0 || this.queue.length === 0) return;
    this.free--;
    this.queue.shift()();
  }
}

async function task(ms, ...marks) {
  let t = now();
  spin(ms); // #first
  ran(t, 'first', ...marks);
  t = now();
  await sleep(3 * ms); // #sleep
  waited(t, 'sleep', ...marks);
  t = now();
  spin(ms); // #last
  ran(t, 'last', ...marks);
}

async function many(ms, mark) {
  const limiter = new Limiter();
  const count = Math.round(30 * scale);
  const one = () => limiter.add(() => task(ms, 'then', mark));
  await Promise.all(Array.from({ length: count }, one));
}

await many(20, 'short'); // #short
await many(60, 'long'); // #long

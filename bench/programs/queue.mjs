// A producer that is slower than its consumer: the consumer waits for what does not come, the producer for its source.
import { now, ran, scale, sleep, spin, waited } from './truth.mjs';

class Queue {
  #items = [];
  #takers = [];

  push(item) {
    const taker = this.#takers.shift();
    if (taker === undefined) this.#items.push(item);
    else taker(item);
  }

  take() {
    if (this.#items.length > 0) return Promise.resolve(this.#items.shift());
    return new Promise(resolve => this.#takers.push(resolve));
  }
}

const queue = new Queue();
const COUNT = 60 * scale;

async function produce() {
  for (let i = 0; i < COUNT; i++) {
    let t = now();
    await sleep(50); // #source
    waited(t, 'source', 'both');
    t = now();
    spin(10); // #make
    ran(t, 'make', 'both');
    queue.push(i);
  }
}

async function consume() {
  for (let i = 0; i < COUNT; i++) {
    let t = now();
    await queue.take(); // #take
    waited(t, 'take', 'both');
    t = now();
    spin(20); // #use
    ran(t, 'use', 'both');
  }
}

await Promise.all([produce(), consume()]); // #both

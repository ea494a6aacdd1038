// An event loop that is blocked while others wait: what computes has the time, whoever waits has only the rest.
import { now, ran, scale, sleep, spin, waited } from './truth.mjs';

const ROUNDS = 6 * scale;

async function waits() {
  for (let i = 0; i < ROUNDS; i++) {
    const t = now();
    await sleep(500); // #wait
    waited(t, 'wait', 'both');
  }
}

async function blocks() {
  for (let i = 0; i < ROUNDS; i++) {
    let t = now();
    await sleep(100); // #pause
    waited(t, 'pause', 'both');
    t = now();
    spin(250); // #block
    ran(t, 'block', 'both');
    t = now();
    await sleep(100); // #pause-again
    waited(t, 'pause-again', 'both');
  }
}

await Promise.all([waits(), blocks()]); // #both

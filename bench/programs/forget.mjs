// Work that nobody awaits goes on beside work that is awaited.
import { now, ran, scale, sleep, spin, waited } from './truth.mjs';

const ROUNDS = 30 * scale;

async function heartbeat() {
  for (let i = 0; i < ROUNDS; i++) {
    let t = now();
    await sleep(100); // #beat
    waited(t, 'beat');
    t = now();
    spin(10); // #tick
    ran(t, 'tick');
  }
}

async function job() {
  for (let i = 0; i < ROUNDS; i++) {
    let t = now();
    await sleep(60); // #io
    waited(t, 'io', 'job');
    t = now();
    spin(30); // #cpu
    ran(t, 'cpu', 'job');
  }
}

void heartbeat();
await job(); // #job

// Two functions that call one another, each with work of its own.
import { now, ran, scale, spin } from './truth.mjs';

let pingDepth = 0;
let pongDepth = 0;

function ping(n) {
  spin(0.3); // #ping-work
  if (n === 0) return;
  const t = now();
  pongDepth++;
  pong(n - 1); // #to-pong
  if (--pongDepth === 0) ran(t, 'to-pong');
}

function pong(n) {
  spin(0.9); // #pong-work
  if (n === 0) return;
  const t = now();
  pingDepth++;
  ping(n - 1); // #to-ping
  if (--pingDepth === 0) ran(t, 'to-ping');
}

for (let i = 0; i < 400 * scale; i++) {
  let t = now();
  ping(8); // #ping
  ran(t, 'ping');
  t = now();
  pong(3); // #pong
  ran(t, 'pong');
}

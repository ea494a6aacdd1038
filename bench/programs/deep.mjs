// Work at the end of 5,000 calls, from two lines of the caller and two of the deepest function.
import { now, ran, scale, spin } from './truth.mjs';

function descend(depth, ms) {
  if (depth > 0) {
    descend(depth - 1, ms); // #descend
    return;
  }
  let t = now();
  spin(ms); // #bottom
  ran(t, 'bottom', 'descend');
  t = now();
  spin(ms / 3); // #bottom-again
  ran(t, 'bottom-again', 'descend');
}

for (let i = 0; i < 12 * scale; i++) {
  let t = now();
  descend(5000, 150); // #far
  ran(t, 'far');
  t = now();
  descend(4000, 75); // #near
  ran(t, 'near');
  t = now();
  spin(100); // #beside
  ran(t, 'beside');
}

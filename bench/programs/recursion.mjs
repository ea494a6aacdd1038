// A function that calls itself from two lines; a line that recurs counts once.
import { now, ran, scale, spin } from './truth.mjs';

let leftDepth = 0;
let rightDepth = 0;

function walk(depth) {
  if (depth === 0) {
    const t = now();
    spin(0.4); // #leaf
    ran(t, 'leaf');
    return;
  }
  const left = now();
  leftDepth++;
  walk(depth - 1); // #left
  if (--leftDepth === 0) ran(left, 'left');
  if (depth % 3 === 0) return;
  const right = now();
  rightDepth++;
  walk(depth - 1); // #right
  if (--rightDepth === 0) ran(right, 'right');
}

for (let i = 0; i < 45 * scale; i++) {
  const t = now();
  walk(9); // #walk
  ran(t, 'walk');
}

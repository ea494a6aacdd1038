// One function, called from two lines with unequal arguments: first in long stretches, then in turns too short to see.
import { now, ran, scale, spin } from './truth.mjs';

function work(ms) {
  spin(ms); // #spin
}

function stretches() {
  let t = now();
  work(900 * scale); // #long
  ran(t, 'long', 'spin', 'stretches');
  t = now();
  work(300 * scale); // #short
  ran(t, 'short', 'spin', 'stretches');
}

function turns() {
  for (let i = 0; i < 700 * scale; i++) {
    let t = now();
    work(3); // #three
    ran(t, 'three', 'spin', 'turns');
    t = now();
    work(1); // #one
    ran(t, 'one', 'spin', 'turns');
    t = now();
    (work(0.5), work(1)); // #two-on-a-line
    ran(t, 'two-on-a-line', 'spin', 'turns');
  }
}

stretches(); // #stretches
turns(); // #turns

// Callbacks of built-in functions, getters, constructors, generators: each call has its line.
import { now, ran, scale, spin } from './truth.mjs';

class Row {
  constructor(ms) {
    spin(ms); // #constructor
  }

  get cost() {
    spin(1); // #getter
    return 1;
  }
}

function* series() {
  for (let i = 0; i < 5; i++) {
    spin(2); // #yielded
    yield i;
  }
}

const slowly = value => {
  spin(1); // #slowly
  return value;
};

for (let i = 0; i < 60 * scale; i++) {
  let t = now();
  [1, 2, 3, 4, 5].map(slowly); // #map
  ran(t, 'map', 'slowly');
  t = now();
  [1, 2, 3, 4, 5, 6].sort((a, b) => slowly(a) - b); // #sort
  ran(t, 'sort', 'slowly');
  t = now();
  JSON.parse('[1,2,3,4]', (_key, value) => slowly(value)); // #revive
  ran(t, 'revive', 'slowly');
  t = now();
  'abcdefg'.replace(/[a-z]/g, slowly); // #replace
  ran(t, 'replace', 'slowly');
  t = now();
  const row = new Row(15); // #new
  ran(t, 'new', 'constructor');
  t = now();
  for (let k = 0; k < 8; k++) row.cost; // #get
  ran(t, 'get', 'getter');
  t = now();
  for (const _ of series()); // #of
  ran(t, 'of', 'yielded');
  t = now();
  [...series()]; // #spread
  ran(t, 'spread', 'yielded');
}

// Functions of compilers, found by their text.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { findNameKeepers } from '../../src/sourcemap/syntax/compiler-helpers.ts';

const keeper = (name: string): string => `${name}=(t,n)=>d(t,"name",{value:n,configurable:!0})`;

it('Functions that give functions back their names are found, however close they stand', () => {
  const text = `var d=Object.defineProperty,${keeper('a')},${keeper('$b')};${'x'.repeat(500)};c=${keeper('c')}`;
  assert.deepEqual([...findNameKeepers(text)], ['a', '$b', 'c']);
  assert.deepEqual([...findNameKeepers('e=(t,n)=>d(t,"name",{value:t,configurable:!0})')], []);
});

it('They are looked for at once in a text with a word of any length', () => {
  const start = performance.now();
  assert.equal(findNameKeepers(`'${'a1'.repeat(100_000)}'`).size, 0);
  // To go through the word from each of its letters takes ten seconds.
  assert.ok(performance.now() - start < 3000);
});

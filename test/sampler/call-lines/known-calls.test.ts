// How long it is worth asking from where functions are called.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StackFrame } from '../../../src/sampler/call-lines/call-sites.ts';
import { KnownCalls } from '../../../src/sampler/call-lines/known-calls.ts';

/** A place in a function that has the line of its first one. */
function at(functionName: string, line: number): StackFrame {
  const functionLine = Math.floor(line / 10) * 10;
  const place = { functionName, functionLine, functionColumn: 0, line, column: 0 };
  return { ...place, url: 'file:///app.js', id: line };
}

const MAIN = [at('main', 1), at('main', 2), at('main', 3)] as const;
const LOAD = at('load', 12);

/** Stacks, innermost first, so many of each. */
function knownAfter(
  ...stacks: readonly {
    frames: readonly StackFrame[];
    times: number;
    delayUs?: number;
    weightUs?: number;
  }[]
): boolean {
  const calls = new KnownCalls();
  for (const { frames, times, delayUs = 0, weightUs = 1 } of stacks)
    for (let i = 0; i < times; i++)
      calls.add({ frames, momentUs: 0, isCut: false, weightUs, delayUs });
  return calls.isEnough;
}

describe('KnownCalls', () => {
  it('knows enough of a function that is called from one place', () => {
    assert.equal(knownAfter({ frames: [LOAD, MAIN[0]], times: 100 }), false);
    assert.equal(knownAfter({ frames: [LOAD, MAIN[0]], times: 250 }), true);
  });

  it('asks on where two places share the time', () => {
    const first = { frames: [LOAD, MAIN[0]], times: 1000 };
    const second = { frames: [LOAD, MAIN[1]], times: 1000 };
    assert.equal(knownAfter(first, second), false);
    // The standard deviation of a half is half a percent after 10,000.
    assert.equal(knownAfter({ ...first, times: 5100 }, { ...second, times: 5100 }), true);
  });

  it('needs fewer stacks for what is a small part of the run', () => {
    const other = { frames: [at('other', 22), MAIN[2]], times: 960 };
    const first = { frames: [LOAD, MAIN[0]], times: 10 };
    const second = { frames: [LOAD, MAIN[1]], times: 10 };
    assert.equal(knownAfter(first, second, other), true);
  });

  it('counts a stack once, however deep the recursion', () => {
    const [often, seldom] = [at('walk', 12), at('walk', 13)];
    const deep = Array.from({ length: 40 }, () => often);
    const known = { frames: [at('other', 22), MAIN[2]], times: 300 };
    const recursion = { frames: [...deep, MAIN[0]], times: 90 };
    const other = { frames: [...deep, seldom, ...deep, MAIN[0]], times: 30 };
    assert.equal(knownAfter(known, recursion, other), false);
  });

  it('asks on when the program does something new', () => {
    const known = { frames: [LOAD, MAIN[0]], times: 500 };
    const other = { frames: [at('other', 22), MAIN[2]], times: 30 };
    assert.equal(knownAfter(known, { ...other, times: 1 }), true);
    assert.equal(
      knownAfter(known, other, { frames: [at('other', 22), MAIN[1]], times: 10 }),
      false,
    );
  });

  it('counts a stack for as much time as it stands for', () => {
    const known = { frames: [LOAD, MAIN[0]], times: 500 };
    const rare = { frames: [at('other', 22), MAIN[2]], times: 2 };
    assert.equal(knownAfter(known, rare), true);
    assert.equal(knownAfter(known, { ...rare, weightUs: 20 }), false);
  });

  it('does not tell the lines of a function from one another while it runs itself', () => {
    const lines = MAIN.map(place => ({ frames: [place], times: 50 }));
    assert.equal(knownAfter(...lines), true);
  });

  it('asks on where native code is called on two lines', () => {
    const lines = MAIN.map(place => ({ frames: [place], times: 50, delayUs: 4000 }));
    assert.equal(knownAfter(...lines), false);
  });
});

// A program whose functions are inlined, and profiles of it as V8 gives them.

import type { SessionData } from '../../src/model/session.ts';
import { dedent, lineIn, mapText, placeIn } from './map-text.ts';

/** Functions that V8 would inline into one another. */
export const CODE = dedent(`
  function caller(n) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      sum += work(i);
      sum += other(i);
    }
    return sum;
  }
  function work(x) {
    return Math.sqrt(x) % 7;
  }
  function other(x) {
    return deep(x);
  }
  function deep(y) {
    return Math.sqrt(y) % 5;
  }
  function twice(x) {
    let y = work(x);
    y += work(y);
    return y;
  }
  function both(items) {
    items.forEach(item => {
      item.done = true;
    });
    return items;
  }
  function either(x) {
    if (x) return left(x);
    return right(x);
  }
  class Box {
    get weight() {
      return Math.sqrt(this.mass);
    }
  }
  function weigh(box) {
    log(box);
    const sum = box.weight + 1;
    return sum;
  }
  function left(x) { return x > 0 ? common(x) : 1; }
  function right(x) { return x < 0 ? common(x) : 2; }
  function common(x) {
    return x + 1;
  }
`);

/** The file that holds them. */
export const files = { '/app/a.js': CODE };

/** A frame of the function of this name. */
export const fn = (name: string) => `${name}@/app/a.js:${placeIn(CODE, `function ${name}|(`)}`;

/** The line of the `|` in an excerpt, behind a frame. */
export const line = (excerpt: string) => `:${lineIn(CODE, excerpt)}`;

/** One sample of 1 ms for each mention, as V8 on Node.js 20 gives them: all in the caller, with lines of others. */
export function mapLines(name: string, ...excerpts: readonly string[]): SessionData {
  const samples = excerpts.map(excerpt => `${fn(name)} ${line(excerpt)} 1ms`);
  return mapText(samples.join('\n'), { files });
}

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  assertSums,
  dedent,
  lineIn,
  mapText,
  placeIn,
  printCallLines,
  printLeafLines,
  printSelfTimes,
  printStacks,
} from './map-text.ts';
import { profileProgram } from './profile-program.ts';

const CODE = dedent(`
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
const files = { '/app/a.js': CODE };
const fn = (name: string) => `${name}@/app/a.js:${placeIn(CODE, `function ${name}|(`)}`;
const line = (excerpt: string) => `:${lineIn(CODE, excerpt)}`;

/** One sample of 1 ms for each mention, as V8 on Node.js 20 gives them: all in the caller, with lines of others. */
function mapLines(name: string, ...excerpts: readonly string[]) {
  const samples = excerpts.map(excerpt => `${fn(name)} ${line(excerpt)} 1ms`);
  return mapText(samples.join('\n'), { files });
}

describe('a function that V8 left out where it inlined it', () => {
  it('is put back by the line that V8 noted in its caller', () => {
    const session = mapLines('caller', 'sqrt(x)|', 'sqrt(x)|', 'sqrt(x)|', 'i++|');
    assert.equal(
      printStacks(session),
      `caller@/app/a.js:1:16 application\n  work@/app/a.js:9:14 application`,
    );
    assert.equal(printSelfTimes(session), 'work 3ms\ncaller 1ms');
    assert.equal(printLeafLines(session), 'work 10 3ms\ncaller 3 1ms');
  });

  it('has its time on the line from which it is called', () => {
    assert.equal(printCallLines(mapLines('caller', 'sqrt(x)|')), 'caller 4 > work 1ms');
  });

  it('is put back together with the functions on the way to it', () => {
    const session = mapLines('caller', 'sqrt(y)|', 'sqrt(y)|', 'deep(x)|');
    assert.equal(printSelfTimes(session), 'deep 2ms\nother 1ms');
    assert.equal(printCallLines(session), 'caller 5 > other 3ms\nother 13 > deep 2ms');
  });

  it('has an undecided line where it is called from two', () => {
    const session = mapLines('twice', 'sqrt(x)|');
    assert.equal(printSelfTimes(session), 'work 1ms');
    assert.equal(printCallLines(session), 'twice 0 > work 1ms');
  });

  it('goes with its other samples in proportion where it is called from two', () => {
    const second = placeIn(CODE, 'y += |work');
    const first = placeIn(CODE, 'let y = |work');
    const session = mapText(
      `${fn('twice')} :${first} > ${fn('work')} ${line('sqrt(x)|')} 1ms
       ${fn('twice')} :${second} > ${fn('work')} ${line('sqrt(x)|')} 1ms x3
       ${fn('twice')} ${line('sqrt(x)|')} 1ms x4`,
      { files },
    );
    assert.equal(printCallLines(session), 'twice 19 > work 2ms\ntwice 20 > work 6ms');
  });

  it('may be one that was handed to another function', () => {
    const session = mapLines('both', 'item.done|');
    assert.equal(printSelfTimes(session), '<anonymous> 1ms');
    assert.equal(printCallLines(session), 'both 24 > <anonymous> 1ms');
  });

  it('may be a getter', () => {
    const session = mapLines('weigh', 'sqrt(this|');
    assert.equal(printSelfTimes(session), 'Box.get weight 1ms');
    assert.equal(printCallLines(session), 'weigh 40 > Box.get weight 1ms');
  });

  it('hangs below the caller itself where two ways lead to it', () => {
    const session = mapLines('either', 'x + 1|');
    assert.equal(printSelfTimes(session), 'common 1ms');
    assert.equal(printCallLines(session), 'either 0 > common 1ms');
  });

  it('is found in another file by its name', () => {
    const main = 'const { far } = require("./far");\nfunction near(x) {\n  return far(x);\n}\n';
    const far = `${'\n'.repeat(50)}exports.far = function far(x) {\n  return x;\n};\n`;
    const session = mapText(
      `near@/app/main.js:2:14 > far@/app/far.js:51:27 :52 1ms
       near@/app/main.js:2:14 :52 1ms`,
      { files: { '/app/main.js': main, '/app/far.js': far } },
    );
    assert.equal(printSelfTimes(session), 'far 2ms');
    assert.equal(printCallLines(session), 'near 3 > far 2ms');
  });

  it('is found without its text where it was seen to be called, though not on that line', () => {
    const text = 'function near(x) {\n  const y = x;\n  spin(y);\n  return spin(x);\n}\n';
    const [now, native] = ['now@node:internal/perf:137:15', 'now@native'];
    const session = mapText(
      `near@/app/main.js:1:14 :3:3 > ${now} > ${native} 3ms
       near@/app/main.js:1:14 :139 2ms
       near@/app/main.js:1:14 :450 1ms`,
      { files: { '/app/main.js': text } },
    );
    assert.equal(printSelfTimes(session), 'now 5ms\nnear 1ms');
    assert.equal(printLeafLines(session).split('\n').at(-1), 'near 0 1ms');
  });

  it('leaves its time undecided in the caller when nobody can tell what it is', () => {
    assert.equal(printLeafLines(mapLines('twice', 'x + 1|')), 'twice 0 1ms');
  });

  it('leaves its time on the only line that calls anything', () => {
    const text = 'function near(x) {\n  let y = 0;\n  y += far(x);\n  return y;\n}\n';
    const session = mapText('near@/app/main.js:1:14 :77 1ms', { files: { '/app/main.js': text } });
    assert.equal(printLeafLines(session), 'near 3 1ms');
  });
});

describe('samples that are shared out', () => {
  const excerpts = [...Array<string>(60).fill('sqrt(x)|'), ...Array<string>(40).fill('i++|')];
  const session = mapLines('caller', ...excerpts);

  it('keep their number and durations', () => {
    assert.deepEqual(session.lanes[0]?.samples.durationUs, Array<number>(100).fill(1000));
  });

  it('are spread over the time in which they were taken', () => {
    const stacks = [...(session.lanes[0]?.samples.stack ?? [])];
    const inWork = (from: number) =>
      stacks.slice(from, from + 20).filter(stack => session.stacks.parent[stack] !== -1).length;
    assert.deepEqual([0, 20, 40, 60, 80].map(inWork), [12, 12, 12, 12, 12]);
  });

  it('leave the rows of each stack with the sum of its samples', () => {
    assertSums(session);
    assert.equal(printCallLines(session), 'caller 4 > work 60ms');
  });
});

describe('lines that are right', () => {
  it('stay with their function', () => {
    const session = mapLines('caller', 'let sum|', 'i++|', 'return sum|');
    assert.equal(printLeafLines(session), 'caller 2 1ms\ncaller 3 1ms\ncaller 7 1ms');
    assert.equal(session.stacks.frame.length, 1);
  });

  it('are believed when a column comes with them', () => {
    const session = mapText(`${fn('caller')} :${placeIn(CODE, '|Math.sqrt(x)')} 1ms`, { files });
    assert.equal(printLeafLines(session), 'caller 10 1ms');
  });
});

describe('a real program whose hot functions are inlined', () => {
  it('shows them in the order of their work', { timeout: 60_000 }, () => {
    const session = profileProgram(
      dedent(`
        function caller(n) {
          let sum = 0;
          for (let i = 0; i < n; i++) {
            sum += heavy(i);
            sum += light(i);
          }
          return sum;
        }
        function heavy(x) {
          let s = 0;
          for (let i = 0; i < 300; i++)
            s += Math.sqrt(i * x) % 7;
          return s;
        }
        function light(x) {
          let s = 0;
          for (let i = 0; i < 50; i++)
            s += Math.sqrt(i * x) % 7;
          return s;
        }
        let n = 0;
        for (const end = Date.now() + 1000; Date.now() < end; ) n += caller(1000);
      `),
    );
    assertSums(session);
    const self = new Map(
      printSelfTimes(session)
        .split('\n')
        .map(row => [row.split(' ')[0], parseFloat(row.split(' ')[1] ?? '')] as const),
    );
    const [heavy = 0, light = 0, caller = 0] = ['heavy', 'light', 'caller'].map(name =>
      self.get(name),
    );
    assert.ok(heavy > 2 * light && light > 0, `heavy ${heavy} ms, light ${light} ms`);
    assert.ok(caller < heavy / 10, `caller ${caller} ms, heavy ${heavy} ms`);
    const calls = printCallLines(session).split('\n');
    assert.ok(calls.some(row => row.startsWith('caller 4 > heavy ')));
    assert.ok(calls.every(row => !/^caller (?!4)\d+ > heavy /.test(row)));
  });
});

// Of an outline: the lines and the calls of a function, and which texts have one.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildOutline } from '../../src/sourcemap/syntax/outline.ts';
import type { OutlineFunction } from '../../src/sourcemap/syntax/outline-parts.ts';
import { dedent, lineIn, placeIn } from './map-text.ts';
import { named, outlineOf } from './outline-of.ts';

describe('the lines of a function', () => {
  const text = dedent(`
    function outer(items) {
      // adds up
      let sum = 0;

      items.forEach(item => {
        sum += item.price;
      });
      class Local {
        flag = items.length;
        run() {
          return sum;
        }
      }
      return sum; }
    outer([]);
  `);
  const outline = outlineOf(text);
  const outer = named(outline, 'outer');
  const owned = (fn: OutlineFunction) =>
    text.split('\n').flatMap((_, i) => (outline.ownsLine(fn, i + 1) ? i + 1 : []));

  it('leave out those of inner functions, comments and empty lines', () => {
    assert.deepEqual(owned(outer), [1, 3, 5, 7, 8, 9, 10, 12, 13, 14]);
  });

  it('begin and end with the function', () => {
    const arrow = outline.functions.find(fn => fn.kind === 'arrow') ?? assert.fail();
    assert.deepEqual(owned(arrow), [5, 6, 7]);
  });

  it('are told the other way round: whose a line is, outermost first', () => {
    assert.deepEqual(
      outline.functionsOn(11).map(fn => fn.name),
      ['run'],
    );
    assert.deepEqual(
      outline.functionsOn(5).map(fn => fn.name),
      ['outer', ''],
    );
  });
});

describe('the calls of a function', () => {
  const text = dedent(`
    async function main(api) {
      load(1);
      api.items
        .save(2);
      new Cart(3);
      tag\`4\`;
      await api['close']();
      handlers[5]();
      later.call(this, 6);
      run(callback, api.method);
      (0, lib.run)(7);
      api?.maybe?.(8);
      items.map(x => inner(x));
      return api.value;
    }
  `);
  const outline = outlineOf(text);
  const sites = outline
    .sitesOf(named(outline, 'main'))
    .map(({ kind, callee, offset }) => `${outline.lines.line(offset)} ${kind} ${callee}`.trim())
    .sort((a, b) => parseInt(a) - parseInt(b) || (a < b ? -1 : 1));

  it('are those in its own text, by the name of the callee', () => {
    assert.deepEqual(sites, [
      '2 call load',
      '4 call save',
      '5 new Cart',
      '6 tag tag',
      '7 await',
      '7 call close',
      '8 call',
      '9 call later',
      '10 call run',
      '10 pass callback',
      '10 pass method',
      '11 call run',
      '12 call maybe',
      '13 call map',
    ]);
  });

  it('of a derived constructor reach the class that it extends', () => {
    const derived = outlineOf('class B extends A { constructor() { super(); } }');
    const constructor = derived.functions.find(fn => fn.kind === 'constructor') ?? assert.fail();
    assert.deepEqual(
      derived.sitesOf(constructor).map(({ kind, callee }) => `${kind} ${callee}`),
      ['new A'],
    );
  });

  it('include those that a function is given to', () => {
    const arrow = outline.functions.find(fn => fn.kind === 'arrow') ?? assert.fail();
    assert.equal(outline.lines.line(arrow.passedTo), Number(lineIn(text, '.|map(x')));
  });
});

describe('texts', () => {
  const PARSED = {
    'a module': 'import a from "a"; export default function f() {} await a; import.meta.url;',
    CommonJS: 'const a = require("a"); if (!a) return; module.exports = function f() {};',
    'a sloppy script': 'var await = 1; with (Math) sqrt(1); function f() {}',
    'a script with a hashbang': '#!/usr/bin/env node\nfunction f() {}',
    'a fragment with a private name of elsewhere': 'function f(a) { return #x in a; }',
  };
  for (const [name, text] of Object.entries(PARSED)) {
    it(`have an outline: ${name}`, () => {
      assert.notEqual(buildOutline(text), undefined);
    });
  }

  it('that are no JavaScript have none', () => {
    assert.equal(buildOutline('interface A { x: number }'), undefined);
    assert.equal(buildOutline('const a = <div/>;'), undefined);
  });

  it('that nest too deeply for the parser have none', () => {
    assert.equal(buildOutline('['.repeat(200_000) + ']'.repeat(200_000)), undefined);
  });

  it('that are longer than the limit have none', () => {
    assert.equal(buildOutline(' '.repeat(16_000_001)), undefined);
  });

  it('count lines as V8 does', () => {
    const { lines } = outlineOf('a\r\nb\rc\u2028d\ne');
    assert.deepEqual(
      [0, 3, 5, 7, 9].map(offset => lines.line(offset)),
      [1, 2, 3, 4, 5],
    );
    assert.equal(lines.offset(4, 1), 7);
  });

  it('with a deep chain of calls are walked without recursion', () => {
    const outline = outlineOf(`a${'.b()'.repeat(20_000)};`);
    assert.equal(outline.sitesOf(outline.functions[0] ?? assert.fail()).length, 20_000);
  });

  it('put the position of a function at its parameters', () => {
    const text = 'const o = {\n  load (id) { }\n};';
    const [line, column] = placeIn(text, 'load |(id').split(':').map(Number);
    const found = outlineOf(text).findFunction({
      name: 'load',
      line: line ?? 0,
      column: column ?? 0,
    });
    assert.equal(found?.name, 'load');
  });
});

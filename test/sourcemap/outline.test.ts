import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { buildOutline } from '../../src/sourcemap/syntax/outline.ts';
import type { Outline } from '../../src/sourcemap/syntax/outline.ts';
import type { OutlineFunction } from '../../src/sourcemap/syntax/outline-parts.ts';
import { dedent, lineIn, placeIn } from './map-text.ts';
import { runUnderV8 } from './v8-functions.ts';
import type { V8Function } from './v8-functions.ts';

/** Every function below burns time in `hit`, so that V8 samples it as a caller. */
const FORMS = dedent(`
  (async () => {
    function hit() { for (const end = performance.now() + 3; performance.now() < end; ) Math.sqrt(2); }
    function plain(a, b) { hit(); }
    async function later() { await null; hit(); }
    function* counting() { yield hit(); }
    const arrow = (a) => hit();
    const bare = a => hit();
    const asyncBare = async a => { await null; hit(); };
    const assigned = function () { hit(); };
    class Users {
      constructor() { hit(); }
      load(a) { hit(); }
      async reload() { await null; hit(); }
      get size() { hit(); return 0; }
      set size(n) { hit(); }
      static from() { hit(); }
      #secret() { hit(); }
      reveal() { this.#secret(); }
      'in quotes'() { hit(); }
      onClick = () => hit();
      static cached = function () { hit(); };
    }
    class Fields { value = hit(); }
    class Statics { static value = hit(); }
    const Unnamed = class { run() { hit(); } };
    const object = { method() { hit(); }, key: (a) => hit(), get it() { hit(); return 1; } };
    function Old() { this.x = () => hit(); }
    Old.prototype.move = function () { hit(); };
    plain(); await later(); [...counting()]; arrow(); bare(); await asyncBare(); assigned();
    const users = new Users(); users.load(); await users.reload(); users.size; users.size = 1;
    Users.from(); users.reveal(); users['in quotes'](); users.onClick(); Users.cached();
    new Fields(); Statics.value; new Unnamed().run();
    object.method(); object.key(); object.it; new Old().x(); new Old().move();
    [1].forEach(x => hit());
  })()
`);

function outlineOf(text: string): Outline {
  return buildOutline(text) ?? assert.fail('The text cannot be parsed.');
}

function named(outline: Outline, name: string): OutlineFunction {
  const [fn, ...others] = outline.functions.filter(at => at.name === name);
  assert.equal(others.length, 0, `${name} is there once`);
  return fn ?? assert.fail(`There is no ${name}.`);
}

describe('functions as V8 places them', () => {
  const outline = outlineOf(FORMS);
  let sampled: readonly V8Function[] = [];
  before(async () => {
    sampled = await runUnderV8(FORMS);
  });

  /** What the outline calls the functions that V8 sampled, those with their class. */
  function describeSampled(): string[] {
    return sampled.flatMap(at => {
      const fn = outline.findFunction(at);
      if (fn === undefined) return [];
      const name = fn.kind === 'class' ? outline.classCodeName(fn, at) : fn.name;
      return fn.className === null ? name : `${fn.className}.${name}`;
    });
  }

  it('are all found', () => {
    assert.deepEqual(
      sampled.filter(at => outline.findFunction(at) === undefined),
      [],
    );
    assert.ok(sampled.length > 20, `V8 sampled ${sampled.length} functions`);
  });

  const PLAIN = 'hit plain later counting arrow bare asyncBare assigned method key it'.split(' ');
  for (const name of PLAIN) {
    it(`have their names: ${name}`, () => {
      assert.ok(describeSampled().includes(name), describeSampled().join());
    });
  }

  const METHODS = [
    ...['Users.constructor', 'Users.load', 'Users.reload', 'Users.size', 'Users.from'],
    ...['Users.#secret', 'Users.in quotes', 'Users.onClick', 'Users.cached', 'Unnamed.run'],
    ...['Old.move'],
  ];
  for (const name of METHODS) {
    it(`have their classes: ${name}`, () => {
      assert.ok(describeSampled().includes(name), describeSampled().join());
    });
  }

  it('are the initialisers of fields, wherever this V8 places them', () => {
    const own = describeSampled().filter(name => /^(?:Fields|Statics)\./.test(name));
    assert.ok(own.some(name => /^Fields\.(?:constructor|<instance_members_init)/.test(name)));
    assert.ok(own.some(name => name.startsWith('Statics.')));
  });
});

describe('the names of functions', () => {
  it('are those that esbuild keeps beside them', () => {
    const outline = outlineOf(
      'const a = __name((x) => x, "load"), o = { p: __name(function () {}, "save") };',
    );
    assert.deepEqual(
      outline.functions.slice(1).map(fn => fn.name),
      ['save', 'load'],
    );
  });

  it('are those that esbuild keeps for a class', () => {
    const outline = outlineOf('const _A = class _A { static { __name(this, "A"); } run() {} };');
    assert.equal(named(outline, 'run').className, 'A');
  });

  it("are a class's own where a constructor assigns them", () => {
    const outline = outlineOf('class A { constructor() { this.run = () => 1; } }');
    assert.equal(named(outline, 'run').className, 'A');
  });

  it('have no class in an object literal', () => {
    assert.equal(named(outlineOf('const o = { run() {} };'), 'run').className, null);
  });

  it('are found by line where a profile has no columns', () => {
    const outline = outlineOf('function a() {}\nfunction b() {}\n');
    const position = { name: 'b', line: 2, column: null };
    assert.equal(outline.findFunction(position)?.name, 'b');
  });
});

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

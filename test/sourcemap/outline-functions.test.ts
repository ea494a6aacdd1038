// The functions of an outline: that they are found where V8 says they are, and their names.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { dedent } from './map-text.ts';
import { named, outlineOf } from './outline-of.ts';
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

it('A function without a name is found where its text begins as well, as stacks of awaits have it', () => {
  const outline = outlineOf('const run = body => body();\nrun(function* () { yield 1; });\n');
  const at = (column: number) => outline.findFunction({ name: '', line: 2, column })?.kind;
  assert.equal(at(5), outline.findFunction({ name: '', line: 2, column: 15 })?.kind);
  assert.notEqual(at(5), undefined);
  assert.equal(at(4), undefined);
});

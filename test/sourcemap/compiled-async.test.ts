// What compilers make of async functions for older JavaScript: bodies that are functions of their own.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildLineTimes } from '../../src/model/line-times.ts';
import { map, sourceLine, withEsbuild, withTypeScript } from './compile.ts';
import { mapText, placeIn, printLeafLines, printStacks } from './map-text.ts';

describe('the body of an async function that is a generator for older JavaScript', () => {
  const outputs = [
    ['TypeScript for ES2015', withTypeScript('es2015')],
    ['esbuild for ES2016', withEsbuild('es2016')],
  ] as const;
  for (const [name, output] of outputs) {
    it(`is the function, with its lines: ${name}`, () => {
      const { at, line } = output;
      const [method] = /return __a\w+\(this, .*, function\* ?\(\)/.exec(output.text) ?? [''];
      const body = `<anonymous>${at(method.replace(/\(\)$/, '|()'))}`;
      const session = map(output, `${body} ${line('return this.spin|(id)')} 3ms`);
      assert.match(printStacks(session), /^Users\.load@\/app\/src\/users\.ts:4:\d+ application$/);
      assert.equal(printLeafLines(session), `Users.load ${sourceLine('return this.spin|')} 3ms`);
    });

    it(`has the name of the variable for an arrow function: ${name}`, () => {
      const { at, line } = output;
      const [arrow] = /\(id\) => __a\w+\(.*, function\* ?\(\)/.exec(output.text) ?? [''];
      const body = `<anonymous>${at(arrow.replace(/\(\)$/, '|()'))}`;
      const session = map(output, `${body} ${line('return new Users().spin|(id)')} 3ms`);
      assert.match(printStacks(session), /^later@\/app\/src\/users\.ts:21:\d+ application$/);
      assert.equal(printLeafLines(session), `later ${sourceLine('return new Users()|')} 3ms`);
    });
  }

  it('counts once with the function around it', () => {
    const output = withTypeScript('es2015');
    const { at, line } = output;
    const [method] = /return __awaiter\(this, .*, function\* \(\)/.exec(output.text) ?? [''];
    const session = map(
      output,
      `load${at('load|(id)')} > step${at('function step|(')} > <anonymous>${at(method.replace(/\(\)$/, '|()'))} ${line('return this.spin|(id)')} 3ms`,
    );
    const file = buildLineTimes(session).get('/app/src/users.ts');
    const [load] = file?.functions.filter(({ name }) => name === 'load') ?? [];
    assert.deepEqual([load?.total, load?.self], [3000, 3000]);
    assert.equal(file?.lines.get(sourceLine('return this.spin|'))?.total, 3000);
  });

  it('is known in ES5, where it is a function in a function', () => {
    const output = withTypeScript('es5');
    const { at, line } = output;
    const [inner] = /return __generator\(this, function \(_a\)/.exec(output.text) ?? [''];
    const session = map(
      output,
      `<anonymous>${at(inner.replace('(_a)', '|(_a)'))} ${line('this.spin|(id)')} 3ms`,
    );
    assert.match(printStacks(session), /^Users\.load@\/app\/src\/users\.ts:4:/);
    assert.equal(printLeafLines(session), `Users.load ${sourceLine('return this.spin|')} 3ms`);
  });

  const FORMS = [
    ['swc', 'function load() { return _async_to_generator(function*() { spin(); })(); }'],
    [
      'swc with its helpers',
      'function load() { return (0, _async_to_generator._)(function*() {})(); }',
    ],
    ['Babel', 'class A { load() { return _asyncToGenerator(function* () { spin(); })(); } }'],
    ['Babel’s runtime', 'const load = () => (0, _asyncToGenerator2.default)(function* () {})();'],
    ['TypeScript’s library', 'const load = () => tslib_1.__awaiter(this, 0, 0, function* () {});'],
  ] as const;
  for (const [name, text] of FORMS) {
    it(`has the function's name without a map too: ${name}`, () => {
      const session = mapText(
        `<anonymous>@/app/a.js:${placeIn(text, text.includes('* ()') ? 'function* |(' : 'function*|(')} 1ms`,
        {
          files: { '/app/a.js': text },
        },
      );
      assert.match(printStacks(session), /^(?:A\.)?load@\/app\/a\.js:1:/);
    });
  }

  it('has it through the calls of regenerator', () => {
    const text =
      'function load() { return _asyncToGenerator(_regenerator().m(function _callee() {' +
      ' return _regenerator().w(function (_context) { spin(); }, _callee); }))(); }';
    const session = mapText(`<anonymous>@/app/a.js:${placeIn(text, 'function |(_context')} 1ms`, {
      files: { '/app/a.js': text },
    });
    assert.match(printStacks(session), /^load@/);
  });

  it('is no other function that is given to a call', () => {
    const text = 'function load() { return each(function () { spin(); }); }';
    const session = mapText(`<anonymous>@/app/a.js:${placeIn(text, 'function |()')} 1ms`, {
      files: { '/app/a.js': text },
    });
    assert.match(printStacks(session), /^<anonymous>@/);
  });
});

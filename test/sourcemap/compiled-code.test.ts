// What compilers make of newer JavaScript for older: bodies of async functions that are functions of their own, fields
// that a call defines, classes under other names, and functions that no source has.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { transformSync } from 'esbuild';
import ts from 'typescript';
import { buildLineTimes } from '../../src/model/line-times.ts';
import { dedent, mapText, placeIn, printLeafLines, printStacks } from './map-text.ts';

const SOURCE = dedent(`
  class Users {
    static count = 0;
    handler = (id: number) => id * 2;
    async load(id: number) {
      await null;
      return this.spin(id);
    }
    #secret(id: number) {
      return id * 3;
    }
    spin(id: number) {
      return this.#secret(id) + Users.count;
    }
    get size() {
      return Users.count * 5;
    }
    async *[Symbol.asyncIterator]() {
      yield this.spin(4);
    }
  }
  export const later = async (id: number) => {
    await null;
    return new Users().spin(id);
  };
`);

interface Compiled {
  readonly text: string;
  /** Position of the `|` in an excerpt, behind a frame's name. */
  readonly at: (excerpt: string) => string;
  readonly line: (excerpt: string) => string;
}

/** The places in compiled text whose map is in it. */
function compiled(text: string): Compiled {
  return {
    text,
    at: excerpt => `@/app/dist/users.js:${placeIn(text, excerpt)}`,
    line: excerpt => `:${placeIn(text, excerpt).split(':')[0] ?? ''}`,
  };
}

function withTypeScript(target: 'es5' | 'es2015'): Compiled {
  const json = { target, module: 'commonjs', inlineSourceMap: true, sourceRoot: '../src' };
  const { options: compilerOptions } = ts.convertCompilerOptionsFromJson(json, '');
  return compiled(ts.transpileModule(SOURCE, { fileName: 'users.ts', compilerOptions }).outputText);
}

function withEsbuild(target: string, more: { readonly minify?: boolean } = {}): Compiled {
  const { code } = transformSync(SOURCE, {
    ...{ loader: 'ts', format: 'cjs', sourcefile: '../src/users.ts', sourcemap: 'inline' },
    ...{ target, keepNames: more.minify === true, ...more },
  });
  return compiled(code);
}

function map({ text }: Compiled, profile: string) {
  return mapText(profile, { files: { '/app/dist/users.js': text, '/app/src/users.ts': SOURCE } });
}

/** Line of the source that holds the excerpt. */
function sourceLine(excerpt: string): number {
  return Number(placeIn(SOURCE, excerpt).split(':')[0]);
}

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

describe('a function of which only the inside is mapped', () => {
  it('is where its inside begins', () => {
    const output = withTypeScript('es2015');
    const { at, line } = output;
    const session = map(
      output,
      `_Users_secret${at('function _Users_secret|(')} ${line('return id * 3|')} 2ms`,
    );
    assert.match(printStacks(session), /^_Users_secret@\/app\/src\/users\.ts:8:/);
    assert.equal(printLeafLines(session), `_Users_secret ${sourceLine('return id * 3|')} 2ms`);
  });
});

describe('a function that a bundler put around a module', () => {
  const source = ';\n(() => {\nvar x = 1;\n(() => {\nx++;\n})();\n})();';
  // Of both functions only what is inside is mapped: `var` to line 3, `x++` to line 6.
  const map = { version: 3, names: [], sources: ['/app/a.js'], mappings: ';;AAEA;;AAGA' };
  const sourceMapUrl = `data:application/json,${JSON.stringify(map)}`;
  const scripts = [{ url: '/app/out.js', source, sourceMapUrl }];

  it('is the module, unlike one that holds a part of it', () => {
    const session = mapText(`<anonymous>@/app/out.js:2:2 > <anonymous>@/app/out.js:4:2 1ms`, {
      scripts,
    });
    assert.equal(
      printStacks(session),
      dedent(`
        <module>@/app/a.js:1:1 application
          <anonymous>@/app/a.js:6:1 application
      `),
    );
  });
});

describe('a function that a loader added to a file', () => {
  // As tsx runs esbuild: the script has the name of the file.
  const { code } = transformSync(`${SOURCE}\nexport const n = 1;`, {
    ...{ loader: 'ts', format: 'cjs', sourcefile: '/app/src/users.ts', sourcemap: 'inline' },
  });
  const script = { url: 'file:///app/src/users.ts', source: code };

  it('is on no line of that file, which has other lines', () => {
    const session = mapText(
      `get@file:///app/src/users.ts:${placeIn(code, 'get: |() => from[key]')} :${placeIn(code, 'get: () => |from[key]')} 1ms`,
      { scripts: [script] },
    );
    assert.equal(printStacks(session), 'get@/app/src/users.ts application');
    assert.equal(printLeafLines(session), 'get 0 1ms');
  });

  it('is no await on a line of it either', () => {
    const session = mapText(
      `get@file:///app/src/users.ts:${placeIn(code, 'get: |() => from[key]')} 1ms
       awaits file:///app/src/users.ts:${placeIn(code, 'get: () => |from[key]')} count=1 total=1ms max=1ms`,
      { scripts: [script] },
    );
    assert.deepEqual(session.lanes[0]?.awaits.line, [0]);
  });
});

describe('names that compilers change', () => {
  it('are those of the source for a class that esbuild calls otherwise', () => {
    const output = withEsbuild('es2016');
    const session = map(output, `spin${output.at('spin|(id) {')} 1ms`);
    assert.match(output.text, /class _Users/);
    assert.match(printStacks(session), /^Users\.spin@/);
  });

  it('are the keys of fields that a call defines', () => {
    const output = withEsbuild('es2016');
    const session = map(output, `<anonymous>${output.at('"handler", |(id) =>')} 1ms`);
    assert.match(printStacks(session), /^Users\.handler@\/app\/src\/users\.ts:3:/);
  });

  it('are the keys of accessors that a call defines', () => {
    const output = withTypeScript('es5');
    const session = map(output, `get${output.at('get: function |()')} 1ms`);
    assert.match(printStacks(session), /^Users\.get size@/);
  });

  it('are those that esbuild keeps, minified as well', () => {
    const output = withEsbuild('es2022', { minify: true });
    const [arrow] = /async \w+=>/.exec(output.text) ?? [''];
    const session = map(output, `<anonymous>${output.at(`|${arrow}`)} 1ms`);
    assert.doesNotMatch(output.text, /__name/);
    assert.match(output.text, /"later"/);
    assert.match(printStacks(session), /^later@\/app\/src\/users\.ts:21:/);
  });

  it('are private names that a minifier has changed', () => {
    const source = 'class A {\n  #secret() {}\n}\n';
    const map = { version: 3, names: [], sources: ['/app/a.js'], sourcesContent: [source] };
    const session = mapText('main > #t@/app/out.js:1:11 1ms', {
      scripts: [
        {
          url: '/app/out.js',
          source: 'class A{#t(){}}',
          sourceMapUrl: `data:application/json,${JSON.stringify({ ...map, mappings: 'QACE' })}`,
        },
      ],
    });
    assert.match(printStacks(session), /A\.#secret@\/app\/a\.js:2:3 application$/);
  });

  it('are computed keys as they are written', () => {
    const text =
      'class A { [Symbol.iterator]() {} ["plain"]() {} }\nconst o = { [key + 1]() {} };\n';
    const session = mapText(
      `<anonymous>@/app/a.js:${placeIn(text, 'iterator]|()')} 1ms
       <anonymous>@/app/a.js:${placeIn(text, 'plain"]|()')} 1ms
       o@/app/a.js:${placeIn(text, '1]|()')} 1ms`,
      { files: { '/app/a.js': text } },
    );
    assert.equal(
      printStacks(session),
      dedent(`
        A.[Symbol.iterator]@/app/a.js:1:28 application
        A.plain@/app/a.js:1:43 application
        [key + 1]@/app/a.js:2:22 application
      `),
    );
  });
});

// Names that compilers change: of classes, of fields and accessors that a call defines, private and computed ones.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { map, withEsbuild, withTypeScript } from './compile.ts';
import { dedent, mapText, placeIn, printStacks } from './map-text.ts';

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

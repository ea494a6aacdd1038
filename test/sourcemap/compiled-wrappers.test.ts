// Functions that compilers, bundlers and loaders add, which no source has, or only their inside.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { transformSync } from 'esbuild';
import { map, SOURCE, sourceLine, withTypeScript } from './compile.ts';
import { dedent, mapText, placeIn, printLeafLines, printStacks } from './map-text.ts';

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

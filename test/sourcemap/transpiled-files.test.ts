// Files that are compiled one by one, and their source maps: by TypeScript to a file, by a loader in memory.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { transformSync } from 'esbuild';
import ts from 'typescript';
import { dedent, mapText, placeIn, printLeafLines, printStacks } from './map-text.ts';
import { SOURCES } from './sample-sources.ts';

describe('the output of the TypeScript compiler', () => {
  const { outputText, sourceMapText = '' } = ts.transpileModule(
    SOURCES['/app/src/users.ts'] ?? '',
    {
      fileName: 'users.ts',
      compilerOptions: {
        target: ts.ScriptTarget.ES2022,
        module: ts.ModuleKind.CommonJS,
        sourceMap: true,
        sourceRoot: '../src',
      },
    },
  );
  const files = { '/app/dist/users.js': outputText, '/app/dist/users.js.map': sourceMapText };
  const at = (excerpt: string) => `@/app/dist/users.js:${placeIn(outputText, excerpt)}`;
  const line = (excerpt: string) => placeIn(outputText, excerpt).split(':')[0] ?? '';

  it('is mapped by the file beside it', () => {
    const session = mapText(
      `<anonymous>@/app/dist/users.js:1:1 > load${at('load|(id')} :${line('return found|')} 1ms`,
      { files },
    );
    assert.equal(
      printStacks(session),
      dedent(`
        <module>@/app/src/users.ts:1:1 application
          UserService.load@/app/src/users.ts:5:7 application
      `),
    );
    assert.equal(printLeafLines(session), 'UserService.load 7 1ms');
  });

  it('is shown as it is, with a note, when that file is gone', () => {
    const session = mapText(`load${at('load|(id')} 1ms`, {
      files: { '/app/dist/users.js': outputText },
    });
    assert.match(printStacks(session), /^UserService\.load@\/app\/dist\/users\.js:/);
    assert.deepEqual(session.meta.notes, [
      'The source map of /app/dist/users.js was not found at /app/dist/users.js.map; times in it are shown on the lines that Node.js ran.',
    ]);
  });
});

describe('code that a loader made in memory', () => {
  // As tsx runs esbuild, and wraps CommonJS.
  const { code, map } = transformSync(SOURCES['/app/src/users.ts'] ?? '', {
    loader: 'ts',
    format: 'cjs',
    sourcefile: '/app/src/users.ts',
    sourcemap: 'external',
    minifyWhitespace: true,
    keepNames: true,
  });
  const { mappings, ...rest } = JSON.parse(map) as { readonly mappings: string };
  const shifted = JSON.stringify({ ...rest, mappings: `;${mappings}` });
  const source = `__filename="/app/src/users.ts";(()=>{\n${code}\n})()`;
  const script = {
    url: 'file:///app/src/users.ts',
    source,
    sourceMapUrl: `data:application/json;base64,${Buffer.from(shifted).toString('base64')}`,
  };
  const at = (excerpt: string) => `@file:///app/src/users.ts:${placeIn(source, excerpt)}`;

  it('is the file that it was made from, without the loader’s wrapper', () => {
    const session = mapText(
      `<anonymous>@file:///app/src/users.ts:1:1 > <anonymous>${at('|()=>{')} > load${at('load|(id')} > <anonymous>${at('|({name})=>')} 1ms`,
      { scripts: [script] },
    );
    assert.equal(
      printStacks(session),
      dedent(`
        <module>@/app/src/users.ts:1:1 application
          UserService.load@/app/src/users.ts:5:3 application
            <anonymous>@/app/src/users.ts:6:37 application
      `),
    );
  });

  it('has a line where a column tells it', () => {
    const session = mapText(`load${at('load|(id')} :${placeIn(source, 'this.|count')} 1ms`, {
      scripts: [script],
    });
    assert.equal(printLeafLines(session), 'UserService.load 7 1ms');
  });

  it('gives functions the names that V8 does not know', () => {
    const arrow = transformSync('export const handler = async (id: number) => id;', {
      loader: 'ts',
      keepNames: true,
      minifyWhitespace: true,
    }).code;
    const session = mapText(`<anonymous>@/app/a.ts:${placeIn(arrow, '|async id')} 1ms`, {
      scripts: [{ url: '/app/a.ts', source: arrow }],
    });
    assert.match(printStacks(session), /^handler@/);
  });
});

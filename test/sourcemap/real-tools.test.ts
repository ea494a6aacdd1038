// Source maps as esbuild and TypeScript write them today.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildSync, transformSync } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import {
  assertSums,
  dedent,
  mapText,
  placeIn,
  printCallLines,
  printLeafLines,
  printStacks,
} from './map-text.ts';
import type { Files } from './map-text.ts';

const SOURCES: Files = {
  '/app/src/main.ts': dedent(`
    import { UserService } from './users';
    import { legacy } from './legacy.cjs';
    import { dep } from 'dep';

    const service = new UserService();
    export function main(count: number): number {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        sum += service.load(i);
        sum += legacy(i) + dep(i);
      }
      return sum;
    }
    main(3);
  `),
  '/app/src/users.ts': dedent(`
    interface Named { readonly name: string }

    export class UserService {
      private readonly names: Named[] = [];
      load(id: number): number {
        const found = this.names.filter(({ name }) => name.length > id);
        return found.length + this.count;
      }
      get count(): number {
        return this.names.length;
      }
    }
  `),
  '/app/src/legacy.cjs': 'const two = 2;\nexports.legacy = function (x) {\n  return x * two;\n};\n',
  '/app/node_modules/dep/index.js':
    'function dep(x) {\n  return x + 1;\n}\nmodule.exports = { dep };\n',
};

/** Bundles the sources; the answer is the text of `/app/dist/out.js`. */
function bundle(options: BuildOptions): string {
  const folder = mkdtempSync(join(tmpdir(), 'hotpath-bundle-'));
  try {
    for (const [path, text] of Object.entries(SOURCES)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const { outputFiles } = buildSync({
      absWorkingDir: join(folder, 'app'),
      entryPoints: ['src/main.ts'],
      outfile: join(folder, 'app/dist/out.js'),
      bundle: true,
      platform: 'node',
      sourcemap: 'inline',
      write: false,
      ...options,
    });
    return outputFiles?.[0]?.text ?? assert.fail('esbuild wrote nothing.');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Maps a recording of `/app/dist/out.js`. */
function mapBundle(out: string, profile: string) {
  return mapText(profile, { files: { ...SOURCES, '/app/dist/out.js': out } });
}

describe('a bundle', () => {
  const out = bundle({ format: 'cjs' });
  const at = (excerpt: string) => `@file:///app/dist/out.js:${placeIn(out, excerpt)}`;
  const line = (excerpt: string) => `:${placeIn(out, excerpt).split(':')[0] ?? ''}`;

  it('is told apart into the files it was made of', () => {
    const session = mapBundle(
      out,
      `<anonymous>@file:///app/dist/out.js:1:1 > main${at('function main|(count')} > load${at('load|(id')} 1ms
       <anonymous>@file:///app/dist/out.js:1:1 > src/legacy_cjs${at('"src/legacy.cjs"|(exports')} 1ms
       main${at('function main|(count')} > exports.legacy${at('function|(x)')} 1ms
       main${at('function main|(count')} > dep2${at('function dep2|(x')} 1ms`,
    );
    assert.equal(
      printStacks(session),
      dedent(`
        <module>@/app/dist/out.js:1:1 application
          main@/app/src/main.ts:6:17 application
            UserService.load@/app/src/users.ts:5:3 application
          <module>@/app/src/legacy.cjs:1:1 application
        main@/app/src/main.ts:6:17 application
          legacy@/app/src/legacy.cjs:2:18 application
          dep@/app/node_modules/dep/index.js:1:10 library
      `),
    );
  });

  it('gives its lines back to theirs, with the column and without', () => {
    const call = placeIn(out, 'sum += service.|load');
    const session = mapBundle(
      out,
      `main${at('function main|(count')} :${call} > load${at('load|(id')} ${line('return |found.length')} 3ms
       main${at('function main|(count')} ${line('sum += (0, |import_legacy')} 2ms`,
    );
    assert.equal(printCallLines(session), 'main 9 > UserService.load 3ms');
    assert.equal(printLeafLines(session), 'UserService.load 7 3ms\nmain 10 2ms');
  });

  it("keeps a bundler's own functions, which no source has, in the bundle", () => {
    const session = mapBundle(
      out,
      `__require${at('function __require|()')} ${line('return mod |||')} 1ms`,
    );
    assert.match(printStacks(session), /^__require@\/app\/dist\/out\.js:\d+:\d+ application$/);
    assert.equal(printLeafLines(session), `__require ${line('return mod |||').slice(1)} 1ms`);
  });
});

describe('a minified bundle', () => {
  const out = bundle({ format: 'esm', minify: true });
  const at = (excerpt: string) => `@file:///app/dist/out.js:${placeIn(out, excerpt)}`;
  const line = (excerpt: string) => placeIn(out, excerpt).split(':')[0] ?? '';
  const [, main = ''] = /function (\w+)\(\w+\)\{let/.exec(out) ?? [];
  const [, dep = ''] = /function (\w+)\(\w+\)\{return \w+\+1\}/.exec(out) ?? [];

  it('has its original names', () => {
    const session = mapBundle(
      out,
      `${main}${at(`function ${main}|(`)} > load${at('load|(')} > get_count${at('get count|(')} 1ms
       ${dep}${at(`function ${dep}|(`)} 1ms`,
    );
    assert.equal(
      printStacks(session),
      dedent(`
        main@/app/src/main.ts:6:17 application
          UserService.load@/app/src/users.ts:5:3 application
            UserService.get count@/app/src/users.ts:9:7 application
        dep@/app/node_modules/dep/index.js:1:10 library
      `),
    );
  });

  it('knows the modules that it wraps in functions', () => {
    const [head = '', param = ''] = /=\w+\((\w+)=>\{/.exec(out) ?? [];
    const place = placeIn(out, head.replace(`(${param}=>`, `(|${param}=>`));
    const session = mapBundle(out, `<anonymous>@file:///app/dist/out.js:${place} 1ms`);
    assert.equal(printStacks(session), '<module>@/app/src/legacy.cjs:1:1 application');
  });

  it('decides no line by a line of its own that holds them all', () => {
    const session = mapBundle(out, `${main}${at(`function ${main}|(`)} :${line(`${main}|(`)} 1ms`);
    assert.equal(printLeafLines(session), 'main 0 1ms');
  });

  it('decides it by the column', () => {
    const session = mapBundle(
      out,
      `${main}${at(`function ${main}|(`)} :${placeIn(out, '.|load(')} > load${at('load|(')} 1ms`,
    );
    assert.equal(printCallLines(session), 'main 9 > UserService.load 1ms');
  });
});

describe('The top level of a bundle of several sources', () => {
  for (const minify of [false, true])
    it(`has that of the source on it whose line made a call, minified: ${minify}`, () => {
      const out = bundle({ format: 'esm', minify });
      const [text = '', name = ''] = /(\w+)\(3\)/.exec(out) ?? [];
      const top = `<anonymous>@file:///app/dist/out.js:1:1 :${placeIn(out, `|${text}`)}`;
      const main = `${name}@file:///app/dist/out.js:${placeIn(out, `function ${name}|(`)}`;
      const session = mapBundle(out, `${top} > ${main} 2ms`);
      assert.equal(
        printStacks(session),
        dedent(`
          <module>@/app/dist/out.js:1:1 application
            <module>@/app/src/main.ts:1:1 application
              main@/app/src/main.ts:6:17 application
        `),
      );
      const calls = ['<module> 0 > <module> 2ms', '<module> 14 > main 2ms'];
      assert.equal(printCallLines(session), calls.join('\n'));
      assertSums(session);
    });
});

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

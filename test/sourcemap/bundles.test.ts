// Bundles and their source maps, as esbuild writes them today.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildSync } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  assertSums,
  dedent,
  mapText,
  placeIn,
  printCallLines,
  printLeafLines,
  printStacks,
} from './map-text.ts';
import { SOURCES } from './sample-sources.ts';

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

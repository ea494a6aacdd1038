import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { transformSync } from 'esbuild';
import { findMapUrl } from '../../src/sourcemap/maps/find-map.ts';
import { resolveSource } from '../../src/sourcemap/maps/resolve-source.ts';
import { mapText, placeIn, printLeafLines, printStacks } from './map-text.ts';
import type { Files } from './map-text.ts';

/** Two lines of output for lines 11 and 12 of `sources[0]`: a function, and the statement in it. */
const TEXT = 'function work(x) {\n  return x;\n}\n';
/** `AAUA`: column 0, source 0, line 10, column 0. `EACE`: column 2, the next line, column 2. */
const MAPPINGS = 'AAUA;EACE';
const PROFILE = `work@/app/dist/a.js:${placeIn(TEXT, 'work|(x')} :2 1ms`;

function mapWith(map: unknown, files: Files = {}) {
  return mapText(PROFILE, {
    files: {
      '/app/dist/a.js': `${TEXT}//# sourceMappingURL=a.js.map\n`,
      '/app/dist/a.js.map': typeof map === 'string' ? map : JSON.stringify(map),
      ...files,
    },
  });
}

const simple = { version: 3, names: [], mappings: MAPPINGS };

describe('a source map', () => {
  it('needs no text of its sources', () => {
    const session = mapWith({ ...simple, sources: ['../src/a.ts'] });
    assert.equal(printStacks(session), 'work@/app/src/a.ts:11:1 application');
    assert.equal(printLeafLines(session), 'work 12 1ms');
  });

  it('may be guarded against being run', () => {
    const guarded = `)]}'\n${JSON.stringify({ ...simple, sources: ['../src/a.ts'] })}`;
    assert.equal(printStacks(mapWith(guarded)), 'work@/app/src/a.ts:11:1 application');
  });

  for (const key of ['ignoreList', 'x_google_ignoreList']) {
    it(`makes sources a library that it lists: ${key}`, () => {
      const session = mapWith({ ...simple, sources: ['../vendor/a.ts'], [key]: [0] });
      assert.equal(printStacks(session), 'work@/app/vendor/a.ts:11:1 library');
    });
  }

  it('may consist of sections', () => {
    const session = mapWith({
      version: 3,
      sections: [
        {
          offset: { line: 0, column: 0 },
          map: { ...simple, mappings: 'AAUA', sources: ['one.ts'] },
        },
        {
          offset: { line: 1, column: 0 },
          map: { ...simple, mappings: 'EAUE', sources: ['one.ts'] },
        },
      ],
    });
    assert.equal(printStacks(session), 'work@/app/dist/one.ts:11:1 application');
  });

  it('decides no line whose source is not its function’s', () => {
    const session = mapWith({ ...simple, mappings: 'AAUA;ECAE', sources: ['a.ts', 'b.ts'] });
    assert.equal(printLeafLines(session), 'work 0 1ms');
  });

  const BROKEN = {
    'no JSON': 'what?',
    'JSON of something else': '[1]',
    'mappings that are none': JSON.stringify({ ...simple, sources: ['a.ts'], mappings: 7 }),
  };
  for (const [name, text] of Object.entries(BROKEN)) {
    it(`that is broken is left out with a note: ${name}`, () => {
      const session = mapWith(text);
      assert.match(printStacks(session), /^work@\/app\/dist\/a\.js:1:14 application$/);
      assert.equal(session.meta.notes.length, 1);
      assert.match(
        session.meta.notes[0] ?? '',
        /^The source map of \/app\/dist\/a\.js is broken \(.+\); times in it are shown on the lines that Node\.js ran\.$/,
      );
    });
  }

  it('leaves places without a mapping on the script', () => {
    const session = mapWith({ ...simple, mappings: ';;;AAUA', sources: ['../src/a.ts'] });
    assert.equal(printStacks(session), 'work@/app/dist/a.js:1:14 application');
    assert.equal(printLeafLines(session), 'work 2 1ms');
  });

  it('says nothing about lines that esbuild stretches the one before over', () => {
    // Line 2 repeats the last mapping of line 1, as esbuild does for code of its own.
    const session = mapWith({ ...simple, mappings: 'AAUA,CAAC;AAAA', sources: ['../src/a.ts'] });
    assert.equal(printLeafLines(session), 'work 0 1ms');
  });

  it('without columns may have one line for several, as webpack writes it to save time', () => {
    const session = mapWith({ ...simple, mappings: 'AAUA;AAAA', sources: ['../src/a.ts'] });
    assert.equal(printLeafLines(session), 'work 11 1ms');
  });

  it('of a hundred thousand lines is read within seconds', () => {
    const text = `function work(x) {\n${'  x += 1;\n'.repeat(100_000)}}\n`;
    const { code, map } = transformSync(text, { sourcemap: 'external', sourcefile: '../src/a.ts' });
    const start = performance.now();
    const session = mapText(`work@/app/dist/a.js:1:14 :70000 1ms`, {
      files: {
        '/app/dist/a.js': `${code}//# sourceMappingURL=a.js.map\n`,
        '/app/dist/a.js.map': map,
      },
    });
    assert.equal(printLeafLines(session), 'work 70000 1ms');
    assert.ok(performance.now() - start < 20_000);
  });
});

describe('the comment that names a source map', () => {
  const url = (text: string) => findMapUrl(text);

  it('is the last line of the script, whatever empty lines and comments follow', () => {
    assert.equal(url('a();\n//# sourceMappingURL=a.js.map'), 'a.js.map');
    assert.equal(url('a();\r\n//# sourceMappingURL=a.js.map\r\n\r\n// end\r\n'), 'a.js.map');
    assert.equal(url('a();\n/*# sourceMappingURL=a.js.map */\n'), 'a.js.map');
  });

  it('is not one in a text that goes on', () => {
    assert.equal(url('a();\n//# sourceMappingURL=a.js.map\nb();'), undefined);
  });

  it('is not one in a string', () => {
    assert.equal(url('x = "\\n//# sourceMappingURL=" + y;'), undefined);
    assert.equal(url('x = `//# sourceMappingURL=${y}`;'), undefined);
  });

  it('is the last of several', () => {
    assert.equal(url('//# sourceMappingURL=a.map\n//# sourceMappingURL=b.map'), 'b.map');
  });
});

describe('a source that a map names', () => {
  const resolve = (source: string, root = '', files: readonly string[] = []) =>
    resolveSource(source, root, {
      folder: '/app/dist/js',
      cwd: '/app',
      exists: path => files.includes(path),
    });

  it('is relative to the map', () => {
    assert.equal(resolve('../../src/a.ts'), '/app/src/a.ts');
    assert.equal(resolve('a.ts', '../src'), '/app/dist/src/a.ts');
    assert.equal(resolve('a.ts', '/app/src/'), '/app/src/a.ts');
  });

  it('may be absolute, or a file URL', () => {
    assert.equal(resolve('/app/src/a.ts', '/ignored'), '/app/src/a.ts');
    assert.equal(resolve('file:///app/src/a%20b.ts'), '/app/src/a b.ts');
    assert.equal(resolve('C:/app/src/a.ts'), 'C:\\app\\src\\a.ts');
  });

  it('may be relative to the project though it looks absolute, as vite writes it', () => {
    assert.equal(resolve('/src/a.ts', '', ['/app/src/a.ts']), '/app/src/a.ts');
  });

  it('of webpack is found from the bundle upward', () => {
    const files = ['/app/src/a.ts'];
    assert.equal(resolve('webpack:///./src/a.ts', '', files), '/app/src/a.ts');
    assert.equal(resolve('webpack://shop/./src/a.ts?b3a1', '', files), '/app/src/a.ts');
    assert.equal(resolve('webpack://shop/src/a.ts', '', files), '/app/src/a.ts');
    assert.equal(resolve('src/a.ts', 'webpack://shop/', files), '/app/src/a.ts');
  });

  it('of webpack keeps a readable name where there is no file', () => {
    assert.equal(resolve('webpack://shop/./src/a.ts?b3a1'), 'webpack://shop/src/a.ts');
    assert.equal(resolve('webpack:///./node_modules/dep/i.js'), 'webpack://node_modules/dep/i.js');
    assert.equal(resolve('webpack://shop/webpack/bootstrap'), 'webpack://shop/webpack/bootstrap');
  });

  it('has no query', () => {
    assert.equal(resolve('../../src/a.vue?vue&type=script'), '/app/src/a.vue');
  });
});

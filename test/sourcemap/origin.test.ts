import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { frameKind, libraryName } from '../../src/sourcemap/origin.ts';

const APPLICATION = [
  '/app/src/a.ts',
  'C:\\app\\src\\a.ts',
  '/home/me/library/node_modules.js',
  '/app/.yarn/releases.js',
  'webpack://shop/src/cart.ts',
  '/srv/laravel/resources/app/main.js',
];

const LIBRARIES = [
  '/app/node_modules/express/index.js',
  '/app/node_modules/.pnpm/express@4.0.0/node_modules/express/index.js',
  'C:\\app\\node_modules\\express\\index.js',
  '/app/.yarn/cache/express-npm-4.0.0-abc.zip/node_modules/express/index.js',
  '/app/.yarn/unplugged/esbuild-npm-0.28.0-abc/node_modules/esbuild/lib/main.js',
  '/app/.pnp.cjs',
  '/usr/local/lib/node_modules/npm/lib/cli.js',
  '/usr/share/code/resources/app/extensions/ms-vscode.js-debug/src/bootloader.js',
  '/home/me/.vscode/extensions/acme.tool-1.0.0/dist/hook.js',
  '/opt/app/resources/app.asar/main.js',
  'webpack://shop/node_modules/lodash/add.js',
  'webpack://shop/webpack/bootstrap',
  'webpack://shop/webpack/runtime/define property getters',
  'webpack://shop/external node-commonjs "fs"',
];

describe('whose code a file is', () => {
  for (const file of APPLICATION) {
    it(`is the application's: ${file}`, () => {
      assert.equal(frameKind(file), 'application');
    });
  }

  for (const file of LIBRARIES) {
    it(`is a library's: ${file}`, () => {
      assert.equal(frameKind(file), 'library');
    });
  }

  it("is Node.js' own for its internal modules", () => {
    assert.equal(frameKind('node:internal/modules/cjs/loader'), 'node');
    assert.equal(frameKind('node:fs'), 'node');
  });

  it('is native for WebAssembly', () => {
    assert.equal(frameKind('wasm://wasm/8a3c1f'), 'native');
  });

  it('is a library for what a source map says to ignore', () => {
    assert.equal(frameKind('/app/vendor/tiny.ts', { ignored: true }), 'library');
  });

  it('is the application for a workspace package that is linked into node_modules', () => {
    const realPath = (path: string) => path.replace('/app/node_modules/@me/core', '/app/core');
    assert.equal(frameKind('/app/node_modules/@me/core/a.ts', { realPath }), 'application');
  });

  it('is a library for a package that is linked to a package store', () => {
    const realPath = (path: string) => path.replace('/x', '/.pnpm/x@1.0.0/node_modules/x');
    assert.equal(frameKind('/app/node_modules/x/a.js', { realPath }), 'library');
  });

  it("is a library for Hotpath's own folder, and not for one that only begins like it", () => {
    const context = { ownFolders: ['/opt/hotpath/dist'] };
    assert.equal(frameKind('/opt/hotpath/dist/target/preload.cjs', context), 'library');
    assert.equal(frameKind('/opt/hotpath/distance/a.js', context), 'application');
  });

  for (const name of [null, '[eval]', 'evalmachine.<anonymous>', 'REPL1', 'page.js']) {
    it(`is its caller's for code without a file: ${String(name)}`, () => {
      assert.equal(frameKind(name), 'application');
      assert.equal(frameKind(name, { caller: 'application' }), 'application');
      assert.equal(frameKind(name, { caller: 'library' }), 'library');
    });
  }
});

describe("a library's name", () => {
  it('is that of its package, with the scope', () => {
    assert.equal(libraryName('/app/node_modules/express/lib/app.js'), 'express');
    assert.equal(libraryName('/app/node_modules/@babel/core/lib/a.js'), '@babel/core');
  });

  it('is that of the innermost package', () => {
    const file = '/app/node_modules/.pnpm/a@1.0.0/node_modules/a/node_modules/b/i.js';
    assert.equal(libraryName(file), 'b');
  });

  it("is the first part of Node.js' own names", () => {
    assert.equal(libraryName('node:internal/modules/cjs/loader'), 'node:internal');
    assert.equal(libraryName('node:fs'), 'node:fs');
  });

  it('is unknown for application code', () => {
    assert.equal(libraryName('/app/src/a.ts'), null);
  });
});

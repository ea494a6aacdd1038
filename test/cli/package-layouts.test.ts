// `hotpath -m` finds a package's command in whatever way packages are installed, and runs it as a shell would.

import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { builtHotpath, plainNode } from './run-command.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'hotpath-layouts-')));
after(() => {
  rmSync(root, { recursive: true });
});

const TOOL = `#!/usr/bin/env node
console.log(JSON.stringify([process.argv, process.execArgv, require('./answer.js'), require('dep')]));
`;
const PACKAGE = JSON.stringify({ name: 'tool', bin: { tool: 'cli.js' } });

/** Writes the package `tool`, and `dep` that it needs, beside one another. */
function writeTool(modules: string): string {
  write(join(modules, 'tool', 'package.json'), PACKAGE);
  write(join(modules, 'tool', 'answer.js'), 'module.exports = 42;');
  write(join(modules, 'dep', 'index.js'), 'module.exports = "dep";');
  return write(join(modules, 'tool', 'cli.js'), TOOL);
}

function write(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

async function assertSame(
  cwd: string,
  script: string,
  { env = {}, command = 'tool' }: { env?: Record<string, string>; command?: string } = {},
): Promise<void> {
  const plain = await plainNode([script, 'run', '-o'], { cwd, env });
  const profiled = await builtHotpath(['-o', join(root, 'r.txt'), '-m', command, 'run', '-o'], {
    ...{ cwd, env },
  });
  assert.deepEqual(profiled, plain);
  assert.equal(plain.code, 0);
}

describe('hotpath -m runs a command', () => {
  it('that npm has linked', async () => {
    const modules = join(root, 'npm', 'node_modules');
    const script = writeTool(modules);
    mkdirSync(join(modules, '.bin'));
    symlinkSync('../tool/cli.js', join(modules, '.bin', 'tool'));
    chmodSync(script, 0o755);
    mkdirSync(join(root, 'npm', 'src'));
    await assertSame(join(root, 'npm', 'src'), join(modules, '.bin', 'tool'));
  });

  it('that pnpm has wrapped, of a package that is linked from its store', async () => {
    const modules = join(root, 'pnpm', 'node_modules');
    writeTool(join(modules, '.pnpm', 'tool@1.0.0', 'node_modules'));
    symlinkSync(join('.pnpm', 'tool@1.0.0', 'node_modules', 'tool'), join(modules, 'tool'));
    const wrapper = `#!/bin/sh
basedir=$(dirname "$(echo "$0" | sed -e 's,\\\\,/,g')")
if [ -x "$basedir/node" ]; then
  exec "$basedir/node"  "$basedir/../tool/cli.js" "$@"
else
  exec node  "$basedir/../tool/cli.js" "$@"
fi
`;
    chmodSync(write(join(modules, '.bin', 'tool'), wrapper), 0o755);
    await assertSame(join(root, 'pnpm'), join(modules, 'tool', 'cli.js'));
    const command = join(modules, '.bin', 'tool');
    await assertSame(root, join(modules, 'tool', 'cli.js'), { command });
    const line = [command, 'run'];
    const plain = await plainNode([join(modules, 'tool', 'cli.js'), 'run'], { cwd: root });
    assert.deepEqual(
      await builtHotpath(['-o', join(root, 'r.txt'), '--bin', ...line], { cwd: root }),
      plain,
    );
  });

  it("that only Plug'n'Play knows", async () => {
    const cwd = join(root, 'pnp');
    const script = writeTool(join(cwd, 'store'));
    const packages = JSON.stringify({ dep: join(cwd, 'store/dep'), tool: join(cwd, 'store/tool') });
    // What Yarn writes, made small: names are resolved by a table, and there is no node_modules.
    const plugged = `
      const Module = require('node:module');
      const packages = ${packages};
      const api = {
        topLevel: {},
        getPackageInformation: () => ({ packageDependencies: new Map(Object.entries(packages)) }),
        resolveToUnqualified: name => packages[name] ?? null,
      };
      process.versions.pnp = '3';
      const { _resolveFilename, _load } = Module;
      Module._load = (request, ...rest) =>
        request === 'pnpapi' ? api : Reflect.apply(_load, Module, [request, ...rest]);
      Module._resolveFilename = (request, ...rest) =>
        Reflect.apply(_resolveFilename, Module, [packages[request] ?? request, ...rest]);`;
    const pnp = write(join(cwd, '.pnp.cjs'), plugged);
    await assertSame(cwd, script, { env: { NODE_OPTIONS: `--require ${pnp}` } });
  });

  it('that has the name of no command, but of a package', async () => {
    const modules = join(root, 'main', 'node_modules');
    writeTool(modules);
    await assertSame(join(root, 'main'), join(modules, 'tool', 'cli.js'));
  });

  it('but says so where Node.js does not run it', async () => {
    const cwd = join(root, 'native');
    const path = write(join(cwd, 'node_modules', '.bin', 'tool'), '\\x7fELF');
    const { stderr, code } = await builtHotpath(['-m', 'tool'], { cwd });
    assert.equal(stderr, `hotpath: ${path} is no program of Node.js.\n`);
    assert.equal(code, 1);
  });
});

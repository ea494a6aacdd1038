import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { decodeSession } from '../../src/formats/session.ts';
import { check, functionsOf } from '../library/shares.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/test-runners', import.meta.url));
const require = createRequire(import.meta.url);
/** Mocha looks for it beside itself, where other projects have it installed. */
const MOCHA = require.resolve('hotpath/mocha');

/** Runs a test runner on its fixture, whose one slow test takes 400 ms, and gives the files that it leaves. */
async function runIn(args: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const dir = await mkdtemp(join(tmpdir(), 'hotpath-runner-'));
  const env = { ...process.env, HOTPATH_TEST_DIR: dir, HOTPATH_TEST_RENDERER: 'session' };
  // Set by the runner of these very tests.
  delete (env as NodeJS.ProcessEnv)['NODE_TEST_CONTEXT'];
  const child = spawn(process.execPath, args, { cwd: FIXTURES, env, stdio: 'pipe' });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', text => (output += String(text)));
  const code = await new Promise<number | null>(resolve => child.on('close', resolve));
  assert.equal(code, 0, output);
  const files = await readdir(dir);
  const read = files.map(async file => [file, await readFile(join(dir, file), 'utf8')] as const);
  const found = new Map(await Promise.all(read));
  await rm(dir, { recursive: true });
  return found;
}

/** Path of a file in a package that does not export it. */
function findIn(name: string, file: string): string {
  return join(require.resolve(`${name}/package.json`), '..', file);
}

describe('A set-up file of a test runner', () => {
  const runners: readonly (readonly [string, readonly string[]])[] = [
    ['hotpath/mocha', [findIn('mocha', 'bin/mocha.js'), '--require', MOCHA, 'mocha.fixture.cjs']],
    ['hotpath/node-test', ['--import', 'hotpath/node-test', '--test', 'node-test.fixture.mjs']],
    ['hotpath/jest', [findIn('jest', 'bin/jest.js'), '--config', 'jest.config.json']],
    ['hotpath/vitest', [findIn('vitest', 'vitest.mjs'), 'run']],
  ];
  for (const [name, args] of runners) {
    it(`${name} writes a report for each slow test`, async () => {
      const files = await runIn(args);
      assert.equal(files.size, 1, [...files.keys()].join(', '));
      const [[file, text]] = [...files] as [[string, string]];
      assert.match(file, /^suite.* is slow\.hotpath$/);
      const session = decodeSession(text);
      assert.match(session.meta.program, /^suite.* is slow$/);
      check(functionsOf(session).has('burnRed'), 'it shows what the test did');
    });
  }
});

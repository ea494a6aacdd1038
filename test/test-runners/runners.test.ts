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

const RUNNERS: Readonly<Record<string, { args: readonly string[]; file: string }>> = {
  'hotpath/mocha': {
    args: [findIn('mocha', 'bin/mocha.js'), '--require', MOCHA, 'mocha.fixture.cjs'],
    file: 'mocha.fixture.cjs',
  },
  'hotpath/node-test': {
    args: ['--import', 'hotpath/node-test', '--test', 'node-test.fixture.mjs'],
    file: 'node-test.fixture.mjs',
  },
  'hotpath/jest': {
    args: [findIn('jest', 'bin/jest.js'), '--config', 'jest.config.json'],
    file: 'jest.fixture.cjs',
  },
  'hotpath/vitest': {
    args: [findIn('vitest', 'vitest.mjs'), 'run'],
    file: 'vitest.fixture.mjs',
  },
};

/** The slow tests of every fixture; two are called the same. */
const SLOW = ['is slow', 'is slow', 'takes 1', 'takes 2'];
/** Those that only some runners can have. */
const MORE: Readonly<Record<string, readonly string[]>> = {
  'hotpath/node-test': ['has parts', 'one', 'waits', 'waits too'],
  'hotpath/vitest': ['fails slowly', 'waits', 'waits too'],
};

describe('A set-up file of a test runner', () => {
  for (const [name, { args, file }] of Object.entries(RUNNERS)) {
    it(`${name} writes a report for each slow test, and for no other`, async () => {
      const files = await runIn(args);
      const sessions = [...files.values()].map(text => decodeSession(text));
      const programs = sessions.map(({ meta }) => meta.program);
      for (const program of programs) check(program.startsWith(`${file} `), program);
      const found = programs.map(
        program => /(?:suite|side by side|parts)(?: >)? (.*)$/.exec(program)?.[1],
      );
      const last = found.map(test => test?.split(' > ').at(-1));
      assert.deepEqual(last.sort(), [...SLOW, ...(MORE[name] ?? [])].sort());
      const slow = sessions.filter(({ meta }) => meta.program.endsWith('is slow'));
      for (const session of slow) check(functionsOf(session).has('burnRed'), 'it shows the work');
    });
  }
});

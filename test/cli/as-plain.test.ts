// The program sees and prints what it would under plain `node`, whatever the command line: byte for byte.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { BUILT, builtHotpath, plainNode } from './run-command.ts';
import type { StartOptions } from './run-command.ts';

const HOSTILE = `a b ü %20 # 'q" $(touch x); \n&`;
const SHOW =
  'console.log(JSON.stringify([process.argv, process.execArgv, process.title, process.argv0, process.cwd(), typeof gc]));';

const root = mkdtempSync(join(tmpdir(), 'hotpath-plain-'));
const folder = join(root, HOSTILE);
mkdirSync(folder);
for (const [name, text] of Object.entries({
  'index.js': `${SHOW}console.log(require.main === module, __filename);`,
  'c ü%41#?$(touch y).js': `${SHOW}console.log(require.main === module, __filename);`,
  'm%20.mjs': `${SHOW}console.log(import.meta.url, import.meta.filename);`,
  '-dash.js': SHOW,
  'one.test.mjs': "import test from 'node:test'; test('one', () => {});",
  'typed.test.cts':
    "const n: number = 1; require('node:test')('typed', () => { if (n !== 1) throw n; });",
  'runs.js':
    "require('node:child_process').spawnSync('node', ['--env-file=file.env', 'options.js'], { stdio: 'inherit' });",
  'options.js':
    'console.log(process.execArgv, process.env.NODE_OPTIONS, process.env.B, Error.stackTraceLimit);',
  'file.env': 'NODE_OPTIONS="--stack-trace-limit=3"\nB=2\n',
  'other.env': 'NODE_OPTIONS=--stack-trace-limit=4\nB=3\n',
  'hook.mjs': "console.log('hook', process.execArgv);",
  'pre.cjs': "console.log('pre', process.execArgv);",
  'loader.mjs':
    'export async function resolve(name, context, next) { return next(name, context); }',
}))
  writeFileSync(join(folder, name), text);
symlinkSync(join(folder, 'c ü%41#?$(touch y).js'), join(root, 'link.js'));
after(() => {
  rmSync(root, { recursive: true });
});

const PIPED = 'console.log("execArgv", process.execArgv, process.argv, typeof gc)';
const REPORT = ['-o', join(root, 'report.txt')];

describe('A program sees and prints the same when it is', { concurrency: 2 }, () => {
  const LINES: Readonly<Record<string, readonly string[]>> = {
    'a file with a strange name': ['c ü%41#?$(touch y).js', 'a b', '--', '-o', ''],
    'a module with a strange name': ['m%20.mjs'],
    'a file without its ending': ['index', 'a'],
    'a folder': ['.', 'a'],
    'an absolute path': [join(folder, 'index.js')],
    'a link': [join(root, 'link.js')],
    'after --': ['--', 'index.js', '--', 'a'],
    'after --import': ['--import', './hook.mjs', 'm%20.mjs', 'a'],
    'after --import=': ['--import=./hook.mjs', 'index.js'],
    'after --require': ['--require', './pre.cjs', 'index.js'],
    'after --loader': ['--no-warnings', '--loader', './loader.mjs', 'index.js'],
    'after options of V8': ['--max-old-space-size=300', '--expose-gc', '-C', 'dev', 'index.js'],
    'after options that only V8 knows': [
      ...['--single-threaded', '--max-semi-space-size=64', '--stack-size=900', '--nolazy'],
      ...['--harmony-shadow-realm', '--no_use_ic', 'index.js', '--nolazy'],
    ],
    'after an option with one dash': ['-stack-size=900', 'index.js'],
    'code whose value is printed': ['--print', `${SHOW} 1 + 1`, 'a'],
    'code whose value is printed, and its arguments follow --': ['--print', SHOW, '--', '-b'],
    'only checked': ['--check', 'index.js'],
    'given NODE_OPTIONS by a file': ['--env-file', './file.env', 'options.js'],
    'given NODE_OPTIONS by the last of several files': [
      ...['--env-file=other.env', '--env-file=file.env', 'options.js'],
    ],
    'a program that gives them to another one': ['runs.js'],
    code: ['-e', SHOW, 'a', '-b'],
    'code, and its arguments follow --': ['-e', SHOW, '--', '-b'],
    'code after options': ['--expose-gc', '-e', SHOW],
  };
  for (const [what, line] of Object.entries(LINES)) {
    it(what, async () => {
      await assertSame(line, { cwd: folder });
    });
  }

  it('code on stdin', async () => {
    await assertSame(['-', 'a', '-b'], { cwd: folder, stdin: SHOW });
  });

  it('piped in, with options or without', () => {
    for (const flags of ['', '--expose-gc --single-threaded']) {
      const plain = execFileSync('/bin/sh', ['-c', `echo '${PIPED}' | node ${flags}`]);
      const line = `echo '${PIPED}' | node "$0" -o "$1" ${flags}`;
      const profiled = execFileSync('/bin/sh', ['-c', line, BUILT, REPORT[1] ?? '']);
      assert.equal(String(profiled), String(plain));
      assert.match(String(plain), /execArgv/);
    }
  });

  it('given NODE_OPTIONS', async () => {
    const env = { NODE_OPTIONS: '--no-warnings --max-old-space-size=300 --conditions="dev"' };
    await assertSame(['-e', `${SHOW}console.log(process.env.NODE_OPTIONS)`], { cwd: folder, env });
  });

  it('without a home', async () => {
    const env = { HOME: '', XDG_DATA_HOME: '' };
    await assertSame(['-e', `${SHOW}console.log(process.env.HOME)`], { cwd: folder, env });
    assert.ok(!readdirSync(folder).includes('.local'));
  });

  it('with a folder for temporary files that is not there, or has a very long name', async () => {
    for (const TMPDIR of ['/nonexistent', join(root, 'x'.repeat(120))]) {
      if (TMPDIR.startsWith(root)) mkdirSync(TMPDIR);
      await assertSame(['-e', SHOW], { cwd: folder, env: { TMPDIR } });
    }
  });

  it('and nothing in the names was executed', () => {
    const names = [...readdirSync(folder), ...readdirSync(root)];
    assert.ok(!names.includes('x') && !names.includes('y'));
  });
});

async function assertSame(line: readonly string[], options: StartOptions): Promise<void> {
  const plain = await plainNode(line, options);
  const profiled = await builtHotpath([...REPORT, ...line], options);
  assert.deepEqual(profiled, plain);
  assert.equal(plain.code, 0);
}

describe('The test runner of Node.js', { concurrency: 2 }, () => {
  it('finds its files, and they are in the report', async () => {
    const { stdout, code } = await builtHotpath([...REPORT, '--test'], { cwd: folder });
    assert.match(stdout, /^# pass [1-9]/m);
    assert.equal(code, 0);
    assert.match(readFileSync(join(root, 'report.txt'), 'utf8'), /Program: node --test\n/);
  });

  it('takes TypeScript with the loader that the project has', async () => {
    symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
    const out = ['-o', join(root, 'typed.txt')];
    const line = [...out, '--test', 'typed.test.cts'];
    const { stdout, code } = await builtHotpath(line, { cwd: folder });
    assert.match(stdout, /^# pass 1$/m);
    assert.equal(code, 0);
    assert.match(readFileSync(join(root, 'typed.txt'), 'utf8'), /typed\.test\.cts/);
  });
});

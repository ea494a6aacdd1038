// Options in files that the command line of Node.js names are in force as without us.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { withTargetOptions } from '../../src/sampler/environment.ts';
import { findFileOptions, findRequired } from '../../src/sampler/file-options.ts';
import { NODE, NODE_MAJOR } from '../helpers/node-under-test.ts';

const IS_WINDOWS = process.platform === 'win32' && 'Windows has no such pipes';
const folder = mkdtempSync(join(tmpdir(), 'hotpath-files-'));
for (const [name, text] of Object.entries({
  'a.env': 'NODE_OPTIONS="--stack-trace-limit=3"\n',
  'b.env': 'NODE_OPTIONS=--no-warnings\n',
  'c.env': 'OTHER=1\n',
  'node.config.json': '{"nodeOptions":{"require":["./usual.cjs"]}}',
  'mine.json': '{"nodeOptions":{"require":["./one.cjs","./two.cjs"]}}',
  'bad.json': '{',
  'one.cjs': "console.log('one');",
  'two.cjs': "console.log('two');",
  'none.cjs': '',
}))
  writeFileSync(join(folder, name), text);
after(() => {
  rmSync(folder, { recursive: true });
});

describe('findFileOptions', () => {
  it('finds NODE_OPTIONS in the last file that has them', () => {
    for (const [args, expected] of [
      [['--env-file', 'a.env', 'x.js'], '--stack-trace-limit=3'],
      [['--env-file=a.env', '--env-file-if-exists=b.env', 'x.js'], '--no-warnings'],
      [
        ['--env-file=a.env', '--env-file=c.env', '--env-file-if-exists=gone', 'x.js'],
        '--stack-trace-limit=3',
      ],
      [['--env-file=c.env', 'x.js'], null],
      [['x.js', '--env-file', 'a.env'], null],
    ] as const) {
      assert.equal(findFileOptions(args, folder), expected, args.join(' '));
    }
  });
});

it('A pipe is left to Node.js: what is read from it is gone', { skip: IS_WINDOWS }, () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const writer = spawn('/bin/sh', ['-c', 'echo NODE_OPTIONS=--no-warnings > "$0"', pipe]);
  assert.equal(findFileOptions(['--env-file', pipe, 'x.js']), null);
  assert.match(readFileSync(pipe, 'utf8'), /^NODE_OPTIONS=/);
  writer.kill();
});

describe('findRequired', () => {
  it('finds what a configuration file requires', () => {
    for (const [args, expected] of [
      [
        ['--experimental-config-file=mine.json', 'x.js'],
        ['./one.cjs', './two.cjs'],
      ],
      [
        ['--experimental-config-file', 'mine.json', 'x.js'],
        ['./one.cjs', './two.cjs'],
      ],
      [['--experimental-default-config-file', 'x.js'], ['./usual.cjs']],
      [['--config-file', 'x.js'], ['./usual.cjs']],
      [['--config-file=bad.json', 'x.js'], []],
      [['--config-file=gone.json', 'x.js'], []],
      [['x.js', '--config-file=mine.json'], []],
    ] as const) {
      assert.deepEqual(findRequired(args, folder), expected, args.join(' '));
    }
  });

  it('is what Node.js requires beside us', { skip: NODE_MAJOR < 24 }, () => {
    const args = ['--no-warnings', '--experimental-config-file=mine.json', '-e', '0'];
    const run = (env: NodeJS.ProcessEnv): string =>
      execFileSync(NODE, args, { cwd: folder, env, encoding: 'utf8' });
    const preloadPath = join(folder, 'none.cjs');
    for (const env of [{}, { NODE_OPTIONS: '--require ./two.cjs' }]) {
      const options = { pipe: '', intervalUs: 1000 };
      const target = { env, args, cwd: folder, preloadPath };
      assert.equal(run(withTargetOptions(target, options)), run(env));
    }
  });
});

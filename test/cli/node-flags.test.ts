// Options of Node.js on the command line, those of other versions among them.

import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { builtHotpath, folderWith, perform } from './run-command.ts';

const SHOW = 'console.log(process.argv.slice(2))';

/** It knows an option more, which takes a value. */
const NEWER = `#!/bin/sh
case "$1" in
  --help) echo '  --brand-new=...             does more' ;;
  --brand-new) shift 2; exec '${process.execPath}' "$@" ;;
  *) exec '${process.execPath}' "$@" ;;
esac
`;

describe('Options of Node.js', () => {
  it('are those that the Node.js knows that is to run', async context => {
    const cwd = folderWith(context, { node: NEWER, 'show.js': SHOW });
    chmodSync(join(cwd, 'node'), 0o755);
    for (const line of [
      ['--node', './node', '--brand-new', 'value', 'show.js', 'a'],
      ['--brand-new=value', '--node', './node', 'show.js', 'a'],
    ]) {
      const { stdout, stderr } = await builtHotpath(['-o', 'r.txt', ...line], { cwd });
      // The Node.js of this test passes over only one that stands apart.
      if (line.includes('value')) assert.equal(stdout, "[ 'a' ]\n");
      else assert.match(stderr, /bad option: --brand-new=value/);
    }
  });

  it('are also those that the Node.js of the project knows', async context => {
    const config = '{ "node": "./node" }';
    const cwd = folderWith(context, {
      node: NEWER,
      'show.js': SHOW,
      'hotpath.config.json': config,
    });
    chmodSync(join(cwd, 'node'), 0o755);
    const line = ['-o', 'r.txt', '--brand-new', 'value', 'show.js', 'a'];
    const { stdout } = await builtHotpath(line, { cwd });
    assert.equal(stdout, "[ 'a' ]\n");
  });

  it('are told from typing errors in one sentence', async context => {
    const cwd = folderWith(context, { 'show.js': SHOW });
    for (const [typed, advice] of [
      ['--timelin', 'did you mean --timeline?'],
      ['--single-thraeded', 'did you mean --single-threaded?'],
      ['--fasst', 'hotpath --help lists them, node --help lists those of Node.js.'],
    ] as const) {
      const { stdout, stderr, code } = await builtHotpath([typed, 'show.js'], { cwd });
      assert.equal(stderr, `hotpath: There is no option ${typed}: ${advice}\n`);
      assert.equal(stdout, '');
      assert.equal(code, 2);
    }
  });

  it('need a program', async () => {
    for (const [argv, sentence] of [
      [
        ['--no-warnings', '--list'],
        /--no-warnings is an option of Node\.js, but no program is run/,
      ],
      [['--single-threaded'], /--single-threaded is an option of Node\.js, but no program is run/],
      [['--fasst', '--list'], /There is no option --fasst: /],
    ] as const) {
      const { stderr, outcome } = await perform(argv, { env: process.env });
      assert.match(stderr, sentence);
      assert.equal(outcome.code, 2);
    }
  });
});

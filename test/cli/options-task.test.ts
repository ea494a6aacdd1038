// What the command is to do, by its options: which program it runs with which arguments, or what else.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseOptions } from '../../src/cli/options.ts';
import type { Task } from '../../src/cli/task.ts';
import { assertUsage } from './wrong-usage.ts';

function taskOf(...argv: string[]): Task {
  return parseOptions(argv).task;
}

describe('parseOptions', () => {
  it('leaves everything after the script to the program', () => {
    const options = parseOptions(['-t', 'app.js', '-o', 'x', '--help', '--', '-t']);
    assert.equal(options.timeline, true);
    assert.equal(options.outfile, undefined);
    assert.deepEqual(options.task, {
      kind: 'run',
      entry: { kind: 'file', path: 'app.js' },
      args: ['-o', 'x', '--help', '--', '-t'],
    });
  });

  it('takes a script that looks like an option after --', () => {
    assert.deepEqual(taskOf('-t', '--', '-x.js', '--y'), {
      kind: 'run',
      entry: { kind: 'file', path: '-x.js' },
      args: ['--y'],
    });
  });

  it('passes options of Node.js on, with their values', () => {
    const { nodeArgs, timeline, task } = parseOptions([
      ...['--import', './a.mjs', '-t', '--require=b', '--max-old-space-size=99', '-C', 'dev'],
      ...['--no-warnings', '--expose_gc', 'app.js', '--import', 'x'],
    ]);
    assert.deepEqual(nodeArgs, [
      ...['--import', './a.mjs', '--require=b', '--max-old-space-size=99', '-C', 'dev'],
      ...['--no-warnings', '--expose_gc'],
    ]);
    assert.equal(timeline, true);
    assert.deepEqual(task, {
      kind: 'run',
      entry: { kind: 'file', path: 'app.js' },
      args: ['--import', 'x'],
    });
    assertUsage(['--import'], /^--import needs a value\.$/);
  });

  it('leaves it to Node.js what to run where options of it say so', () => {
    for (const [flags, args] of [
      [['--test'], []],
      [
        ['--test', '--test-reporter', 'dot'],
        ['a.test.js', 'b/*.test.js'],
      ],
      [['--run', 'build'], ['--watch']],
      [['--print', '1 + 1'], []],
    ] as const) {
      const { nodeArgs, task, timeline } = parseOptions([...flags, '-t', '--', ...args]);
      assert.deepEqual(nodeArgs, flags);
      assert.deepEqual(task, { kind: 'run', entry: { kind: 'node' }, args });
      assert.equal(timeline, true);
    }
  });

  it('takes a program from stdin', () => {
    assert.deepEqual(taskOf('-t', '-', 'a'), {
      kind: 'run',
      entry: { kind: 'stdin' },
      args: ['a'],
    });
  });

  it('takes a command from the PATH', () => {
    for (const flag of ['--bin', '--from-path']) {
      assert.deepEqual(taskOf(flag, 'vitest', 'run'), {
        kind: 'run',
        entry: { kind: 'command', name: 'vitest' },
        args: ['run'],
      });
    }
    assertUsage(['--bin'], /^--bin needs the name of a command/);
    assertUsage(['--bin', '-m', 'x'], /^--bin goes with neither/);
  });

  it('leaves everything after -m PACKAGE and -e CODE to the program', () => {
    assert.deepEqual(taskOf('-m', 'vitest', 'run', '-t', 'x'), {
      kind: 'run',
      entry: { kind: 'package', name: 'vitest' },
      args: ['run', '-t', 'x'],
    });
    for (const flag of ['-e', '--eval']) {
      assert.deepEqual(taskOf('-t', flag, 'work()', '-o', 'x'), {
        kind: 'run',
        entry: { kind: 'eval', code: 'work()' },
        args: ['-o', 'x'],
      });
    }
  });

  it('knows the other tasks', () => {
    assert.deepEqual(taskOf('--load', 'a.hotpath'), { kind: 'load', file: 'a.hotpath' });
    assert.deepEqual(taskOf('--load-prev', '2026'), { kind: 'load-prev', id: '2026' });
    assert.deepEqual(taskOf('--list'), { kind: 'list' });
    assert.deepEqual(taskOf('--version'), { kind: 'version' });
    assert.deepEqual(taskOf('-h'), { kind: 'help' });
    assert.deepEqual(taskOf('-t'), { kind: 'nothing' });
    assert.deepEqual(taskOf(), { kind: 'nothing' });
  });

  it('refuses more than one target', () => {
    assertUsage(['--load', 'a', 'x.js'], /^Choose one of/);
    assertUsage(['--load', 'a', '-m', 'x'], /^Choose one of/);
    assertUsage(['--list', '--load-prev', 'x'], /^Choose one of/);
  });
});

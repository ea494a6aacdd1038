import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeTarget, parseInterval, parseOptions } from '../../src/cli/options.ts';
import type { Task } from '../../src/cli/task.ts';

function taskOf(...argv: string[]): Task {
  return parseOptions(argv).task;
}

function assertUsage(argv: readonly string[], sentence: RegExp): void {
  assert.throws(() => parseOptions(argv), {
    name: 'ProfileError',
    code: 'usage',
    message: sentence,
  });
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

  it('takes values apart, attached, after = and after other letters', () => {
    for (const argv of [
      ['-o', 'a.txt'],
      ['-oa.txt'],
      ['--outfile', 'a.txt'],
      ['--outfile=a.txt'],
      ['-to', 'a.txt'],
    ]) {
      assert.equal(parseOptions([...argv, 'x.js']).outfile, 'a.txt');
    }
    assertUsage(['--outfile=', 'x.js'], /^--outfile needs a value: --outfile FILE\.$/);
  });

  it('takes the last of several values, and all of -p', () => {
    const options = parseOptions([
      '-r',
      'json',
      '-p',
      'flat',
      '-r',
      'text',
      '-p',
      'time=percent',
      'x.js',
    ]);
    assert.equal(options.renderer, 'text');
    assert.deepEqual(options.rendererOptions, ['flat', 'time=percent']);
  });

  it('turns switches on and off, and leaves them open', () => {
    assert.equal(parseOptions(['--color', 'x.js']).color, true);
    assert.equal(parseOptions(['--no-color', 'x.js']).color, false);
    assert.equal(parseOptions(['x.js']).color, undefined);
    assert.equal(parseOptions(['--unicode', '--no-unicode', 'x.js']).unicode, false);
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

  it('refuses what it does not know', () => {
    assertUsage(['--fast', 'x.js'], /^There is no option --fast: /);
    assertUsage(['-x', 'x.js'], /^There is no option -x: /);
    assertUsage(['--no-timeline', 'x.js'], /^There is no option --no-timeline: /);
    assertUsage(['--timeline=yes', 'x.js'], /takes no value/);
    assertUsage(['-o'], /^-o needs a value: -o FILE\.$/);
  });

  it('says which option was meant', () => {
    for (const [typed, meant] of [
      ['--timelin', '--timeline'],
      ['--otufile=x', '--outfile'],
      ['--no-colour', '--no-color'],
      ['--max-old-spce-size=99', '--max-old-space-size'],
    ] as const) {
      const [name = ''] = typed.split('=');
      const sentence = `There is no option ${name}: did you mean ${meant}?`;
      assert.throws(() => parseOptions([typed, 'x.js']), { code: 'usage', message: sentence });
    }
  });

  it('makes patterns of --hide and --show', () => {
    const { hideRegex, showRegex } = parseOptions([
      '--hide',
      '*/lib/*',
      '--show-regex',
      '.*/pg/',
      'x.js',
    ]);
    assert.equal(hideRegex?.test('/app/lib/a.js'), true);
    assert.equal(hideRegex.test('/app/lib'), false);
    assert.equal(showRegex?.source, '.*\\/pg\\/');
  });

  it('refuses patterns that exclude each other or are none', () => {
    assertUsage(['--hide', 'a', '--hide-regex', 'b', 'x.js'], /^--hide and --hide-regex exclude/);
    assertUsage(['--show', 'a', '--show-all', 'x.js'], /^--show and --show-all exclude/);
    assertUsage(['--hide-regex', '(', 'x.js'], /^--hide-regex \( is no regular expression\.$/);
  });

  it('checks the placeholders of --target-description', () => {
    const options = parseOptions(['--target-description', 'Build: {args}', 'x.js']);
    assert.equal(
      describeTarget(options.targetDescription ?? '', 'node $&.js'),
      'Build: node $&.js',
    );
    assertUsage(['--target-description', '{}', 'x.js'], /^Empty placeholder/);
    assertUsage(['--target-description', '{foo}', 'x.js'], /^Unknown placeholder \{foo\}/);
  });
});

describe('parseInterval', () => {
  it('reads milliseconds, or the unit that is given', () => {
    assert.equal(parseInterval('1'), 1000);
    assert.equal(parseInterval('0.5'), 500);
    assert.equal(parseInterval('2ms'), 2000);
    assert.equal(parseInterval('500us'), 500);
    assert.equal(parseInterval('500µs'), 500);
    assert.equal(parseInterval('.1s'), 100_000);
  });

  it('refuses what is no time to sample at', () => {
    for (const text of ['', '0', '-1', 'fast', '1h', '1e3', '11s', '0.5us']) {
      assert.throws(() => parseInterval(text), { code: 'usage' }, text);
    }
  });
});

// Options of the command: their values, and what is said of wrong ones.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeTarget, parseInterval, parseOptions } from '../../src/cli/options.ts';
import { assertUsage } from './wrong-usage.ts';

describe('parseOptions', () => {
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

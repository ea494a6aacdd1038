import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { takeTargetOptions, withTargetOptions } from '../../src/sampler/environment.ts';
import { folderWith } from '../cli/run-command.ts';
import { NODE } from '../helpers/node-under-test.ts';

const OPTIONS = { pipe: '/tmp/ü s', intervalUs: 1000 };

describe('the environment of a program', () => {
  it('names what Node.js loads as every version reads it: in quotes only where it must', () => {
    const optionsFor = (preloadPath: string): string | undefined =>
      withTargetOptions({ env: {}, args: [], preloadPath }, OPTIONS)['NODE_OPTIONS'];
    // Node.js 8 takes quotes for a part of the path.
    assert.match(optionsFor('/a/preload.cjs') ?? '', /^--require \/a\/[^"]*\/\.\.\/preload\.cjs$/);
    assert.match(optionsFor('/a b/preload.cjs') ?? '', /^--require "\/a b\/[^"]*preload\.cjs"$/);
  });

  it('is that of the user again once ours was taken out, also where a shell has added to it', () => {
    const target = { args: [], preloadPath: '/a "b/preload.cjs' };
    for (const theirs of [undefined, '', '--no-warnings', '-r "./a b.cjs" --stack-trace-limit=5']) {
      const plain = theirs === undefined ? {} : { NODE_OPTIONS: theirs };
      const ours = withTargetOptions({ ...target, env: plain }, OPTIONS);
      const extended = { ...ours, NODE_OPTIONS: `-r x.cjs ${ours['NODE_OPTIONS']} --title=1` };
      assert.deepEqual(takeTargetOptions(ours), OPTIONS);
      assert.deepEqual(ours, plain);
      assert.deepEqual(takeTargetOptions(extended), OPTIONS);
      assert.deepEqual(extended, { NODE_OPTIONS: `-r x.cjs ${theirs ?? ''} --title=1` });
    }
  });

  it('is left as it is where there is nothing of ours', () => {
    const env = { NODE_OPTIONS: '--require /a/preload.cjs' };
    assert.equal(takeTargetOptions(env), null);
    assert.deepEqual(env, { NODE_OPTIONS: '--require /a/preload.cjs' });
  });

  it('has Node.js load it, whatever its folder is called', context => {
    const folder = folderWith(context, {});
    for (const name of [
      'plain',
      'with space',
      'quo"te',
      'back\\slash',
      'tab\tbed',
      'ü%20é',
      "it's",
    ]) {
      mkdirSync(join(folder, name));
      const preloadPath = join(folder, name, 'preload.cjs');
      writeFileSync(preloadPath, 'console.log("loaded")');
      const env = withTargetOptions({ env: {}, args: [], preloadPath }, OPTIONS);
      assert.equal(execFileSync(NODE, ['-e', '0'], { env, encoding: 'utf8' }), 'loaded\n', name);
    }
  });
});

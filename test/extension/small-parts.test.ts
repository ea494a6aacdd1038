import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileKey } from '../../src/extension/tracking/file-key.ts';
import { findHeaviestPath } from '../../src/extension/call-tree/find-node.ts';
import { pickLine } from '../../src/extension/lines/next-line.ts';
import { readNumber, readText, readTexts } from '../../src/extension/setting-values.ts';
import { replaceVariables } from '../../src/extension/recording/variables.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { parseProfile } from '../helpers/profile-text.ts';

test('the next line is the nearest below, and after the last one the first', () => {
  const lines = [3, 7, 11];
  assert.deepEqual(
    [1, 3, 5, 11, 12].map(from => pickLine(lines, from, 'next')),
    [3, 7, 7, 3, 3],
  );
  assert.deepEqual(
    [1, 3, 5, 11, 12].map(from => pickLine(lines, from, 'previous')),
    [11, 11, 3, 7, 11],
  );
  assert.equal(pickLine([], 1, 'next'), undefined);
});

test('the variables of settings are replaced, and nothing else is', () => {
  const variables = { file: '/w/a.js', fileDirname: '/w', workspaceFolder: '/w', userHome: '/me' };
  const text = '${workspaceFolder}/x ${file} ${userHome} ${unknown} $HOME ${toString}';
  assert.equal(replaceVariables(text, variables), '/w/x /w/a.js /me ${unknown} $HOME ${toString}');
});

test('a file behind a link that comes back after it was asked for is the same file again', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hotpath-key-')));
  try {
    const [file, link] = [join(folder, 'a.js'), join(folder, 'b.js')];
    fileKey(link);
    writeFileSync(file, '');
    symlinkSync(file, link);
    assert.equal(fileKey(link), fileKey(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a function is found where it took most', () => {
  const tree = buildCallTree(
    parseProfile(`
      main@/a.js > light@/a.js > work@/b.js 2ms
      main@/a.js > heavy@/a.js > work@/b.js 5ms
    `),
  );
  const path = findHeaviestPath(tree, ({ frame }) => frame.name === 'work');
  assert.deepEqual(
    path?.map(({ frame }) => frame.name),
    ['main', 'heavy', 'work'],
  );
  assert.equal(
    findHeaviestPath(tree, () => false),
    undefined,
  );
});

test('a file has one key, also behind a link, and a file that is not here has one as well', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hotpath-key-')));
  try {
    const file = join(folder, 'a.js');
    const link = join(folder, 'b.js');
    writeFileSync(file, '');
    symlinkSync(file, link);
    assert.equal(fileKey(link), fileKey(file));
    assert.equal(fileKey('/not/here.js'), '/not/here.js');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a setting that is no number is as if it were not there, and one out of bounds is brought within them', () => {
  const rule = { fallback: 20, min: 1, max: 500 };
  const typed = [7, 0, -3, 1_000, null, undefined, '', 'all', NaN];
  assert.deepEqual(
    typed.map(value => readNumber(value, rule)),
    [7, 1, 1, 500, 20, 20, 20, 20, 20],
  );
});

test('arguments in the settings are texts, and numbers as they are typed', () => {
  assert.deepEqual(readTexts(['--port', 80], 'hotpath.program.args'), ['--port', '80']);
  assert.deepEqual(readTexts(null, 'hotpath.program.args'), []);
  assert.throws(() => readTexts('--port 80', 'hotpath.program.args'), {
    name: 'ProfileError',
    message: 'The setting hotpath.program.args is to be a list of texts.',
  });
  assert.deepEqual([' node22 ', '', null, 3].map(readText), [
    'node22',
    undefined,
    undefined,
    undefined,
  ]);
});

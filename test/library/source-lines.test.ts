import assert from 'node:assert/strict';
import { join } from 'node:path';
import { it } from 'node:test';
import { openSourceLines } from '../../src/source-text.ts';
import { folderWith } from '../cli/run-command.ts';

it('Lines of files are what stands between their line ends, of either kind', context => {
  const texts = ['', 'one', 'one\n', 'a\r\n\r\nb\rc\n\nd\r', '\ufeffå€😀\r\n\nç', '\r\n'];
  texts.forEach((text, i) => {
    const file = join(folderWith(context, { [`${i}.js`]: text }), `${i}.js`);
    const readLine = openSourceLines();
    const lines = [0, 1, 2, 3, 4, 5, 6].map(line => readLine(file, line));
    const expected = text.split(/\r?\n/);
    assert.deepEqual(
      lines,
      [0, 1, 2, 3, 4, 5, 6].map(line => expected[line - 1]),
      JSON.stringify(text),
    );
  });
});

it('A file that cannot be read has no lines', context => {
  const readLine = openSourceLines();
  assert.equal(readLine(join(folderWith(context, {}), 'none.js'), 1), undefined);
});

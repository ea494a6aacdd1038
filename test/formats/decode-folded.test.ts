import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeFolded, looksLikeFolded } from '../../src/formats/decode-folded.ts';
import { buildCallTree } from '../../src/model/call-tree.ts';
import { dedent, printTree } from '../helpers/profile-text.ts';

describe('decodeFolded', () => {
  it('reads a line for each stack, with places where there are some', () => {
    const text = 'main (/app/a.js:1);parse (C:\\b.js:5) 3000\r\n\nmain (/app/a.js:1);push 2000\n';
    const { session } = decodeFolded(text);
    assert.deepEqual(session.frames.line.slice(-3), [1, 5, -1]);
    assert.equal(
      printTree(buildCallTree(session), ['place', 'kind']),
      dedent(`
        <program> (synthetic) 5ms
          main@/app/a.js:1 (application) 5ms
            parse@C:\\b.js:5 (application) 3ms
            push (native) 2ms
      `),
    );
  });

  it('reads places with a column, and in folders with parentheses', () => {
    const text =
      'main (/app/a.js:1:7);page (/app/(shop)/page.js:12);<T>::run (void) (C:\\b.cc:5) 1';
    const { frames, strings } = decodeFolded(text).session;
    assert.deepEqual(
      frames.name
        .slice(1)
        .map((name, i) => [
          strings[name],
          ...[strings[frames.file[i + 1] ?? -1], frames.line[i + 1], frames.column[i + 1]],
        ]),
      [
        ['main', '/app/a.js', 1, 7],
        ['page', '/app/(shop)/page.js', 12, -1],
        ['<T>::run (void)', 'C:\\b.cc', 5, -1],
      ],
    );
  });

  it('takes all functions for the program where none has a file', () => {
    const { session } = decodeFolded('main;parse 1\nmain;operator()(int) 2');
    assert.equal(
      printTree(buildCallTree(session), ['kind']).replaceAll(/ [\d.]+ms/g, ''),
      dedent(`
        <program> (synthetic)
          main (application)
            operator()(int) (application)
            parse (application)
      `),
    );
  });

  it('says which line is no stack', () => {
    assert.throws(() => decodeFolded('main 1\nmain;parse\n'), /line 2 is not a stack and a number/);
  });

  it('is told from JSON and from other text by its first line', () => {
    const isFolded = ['main 1', '\nmain;a b 12\n', '[native] 3'].map(looksLikeFolded);
    const isNot = ['{"a": 1', '[1, 2', '"a 1', 'hello world', '', '12'].map(looksLikeFolded);
    assert.deepEqual(isFolded, [true, true, true]);
    assert.deepEqual(isNot, [false, false, false, false, false, false]);
  });
});

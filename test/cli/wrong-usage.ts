// What wrong usage of the command must lead to.

import assert from 'node:assert/strict';
import { parseOptions } from '../../src/cli/options.ts';
import type { Performed } from './run-command.ts';

/** Asserts that the options are refused with such a sentence. */
export function assertUsage(argv: readonly string[], sentence: RegExp): void {
  assert.throws(() => parseOptions(argv), {
    name: 'ProfileError',
    code: 'usage',
    message: sentence,
  });
}

/** Asserts that the command has said such a sentence and nothing else. */
export function assertWrong({ stderr, stdout, outcome }: Performed, sentence: RegExp): void {
  assert.equal(outcome.code, 2);
  assert.match(stderr, /^hotpath: [^\n]+\n$/);
  assert.match(stderr, sentence);
  assert.equal(stdout, '');
}

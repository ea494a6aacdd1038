// Parses the text of a script, whatever way Node.js ran it.

import { Parser } from 'acorn';
import type { Options, Program } from 'acorn';

/** Longer texts are not parsed: acorn takes about 0.1 s and 15 MB for each million characters. */
export const MAX_PARSED_LENGTH = 16_000_000;

/**
 * Accepts modules and CommonJS alike: `import` and `export`, and `return` and `await` outside of functions. What is
 * left are words that are names in one kind of script and keywords in the other.
 */
const EITHER: Options = {
  ecmaVersion: 'latest',
  sourceType: 'script',
  allowImportExportEverywhere: true,
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowSuperOutsideMethod: true,
  allowHashBang: true,
  checkPrivateFields: false,
};

/**
 * Does not keep account of declared names: whether one is declared twice is no question of ours, and looking them all
 * through for each new one takes most of the time in a bundle of 100,000 functions.
 */
class UncheckedParser extends Parser {
  // Called by acorn's own methods (scope.js).
  declareName(): void {
    // Not kept.
  }

  checkLocalExport(): void {
    // Not checked.
  }
}

const ATTEMPTS: readonly Options[] = [
  EITHER,
  { ...EITHER, allowAwaitOutsideFunction: false, allowImportExportEverywhere: false },
  { ...EITHER, sourceType: 'module' },
];

/**
 * The syntax tree of a module, a script or the inside of a CommonJS wrapper; `undefined` when the text is longer than
 * {@link MAX_PARSED_LENGTH}, nested too deeply for the parser, or not JavaScript.
 */
export function parseText(text: string): Program | undefined {
  if (text.length > MAX_PARSED_LENGTH) return undefined;
  for (const options of ATTEMPTS) {
    const program = tryParse(text, options);
    if (program !== undefined) return program;
  }
  return undefined;
}

function tryParse(text: string, options: Options): Program | undefined {
  try {
    return UncheckedParser.parse(text, options);
  } catch (error) {
    // A RangeError is the parser's own recursion at its limit.
    if (error instanceof SyntaxError || error instanceof RangeError) return undefined;
    throw error;
  }
}

// Compares texts with golden files in `test/golden`. `UPDATE_GOLDEN=1` writes them; a missing one fails.

import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../golden');

/** Asserts that `text` is exactly what the golden file holds. */
export function assertGolden(name: string, text: string): void {
  const path = join(FOLDER, name);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  assert.equal(text, readGolden(path));
}

function readGolden(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new Error(`No golden file ${path}: look at the text, then run with UPDATE_GOLDEN=1`, {
      cause,
    });
  }
}

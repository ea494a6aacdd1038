/**
 * `npm run test:workbench [-- words…]`: installs a workbench and runs the tests in this folder, one file after the
 * other. With words: only the files whose names contain one of them.
 */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runFiles, sayResults } from '../run-files.ts';
import { installWorkbench } from './install.ts';
import { say, sayError } from './progress.ts';

const FOLDER = dirname(fileURLToPath(import.meta.url));

async function main(words: readonly string[]): Promise<number> {
  const files = readdirSync(FOLDER)
    .filter(name => name.endsWith('.test.ts'))
    .filter(name => words.length === 0 || words.some(word => name.includes(word)));
  if (files.length === 0) {
    say(`No test file in test/workbench has a name with "${words.join('" or "')}".`);
    return 1;
  }
  await installWorkbench();
  const results = await runFiles(
    files.map(name => join(FOLDER, name)),
    { atOnce: 1, limitMinutes: 15 },
  );
  return sayResults(results).length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  sayError(error);
  process.exitCode = 1;
}

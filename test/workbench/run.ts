/**
 * `npm run test:workbench [-- words…]`: installs a workbench and runs the tests in this folder, one file after the
 * other. With words: only the files whose names contain one of them.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { REPOSITORY } from './folders.ts';
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
  return runTests(files.map(name => join(FOLDER, name)));
}

function runTests(files: readonly string[]): Promise<number> {
  const runner = ['--import', 'tsx', '--test', '--test-concurrency=1', '--test-reporter=spec'];
  const child = spawn(process.execPath, [...runner, ...files], {
    cwd: REPOSITORY,
    stdio: 'inherit',
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', code => {
      resolve(code ?? 1);
    });
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  sayError(error);
  process.exitCode = 1;
}

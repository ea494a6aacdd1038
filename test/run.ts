// Runs the tests: `tsx test/run.ts [folder or file …]`. Without arguments: all that need no browser.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runFiles, sayResults } from './run-files.ts';

const NEED_MORE = ['workbench', 'browser', 'nodes', 'fixtures', 'helpers', 'golden'];

function findTests(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  const found: string[] = [];
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    if (entry.isDirectory() && !NEED_MORE.includes(entry.name))
      found.push(...findTests(join(path, entry.name)));
    else if (entry.name.endsWith('.test.ts')) found.push(join(path, entry.name));
  }
  return found;
}

const roots = process.argv.slice(2);
const files = (roots.length > 0 ? roots : ['test']).flatMap(findTests);
if (files.length === 0) {
  console.error('No test files found.');
  process.exit(1);
}
let failed = sayResults(await runFiles(files, {}));
// Many tests run real programs and compare shares of their time, which a busy machine distorts: a file with failures
// has a second chance, when nothing else runs.
if (failed.length > 0) {
  console.log('\nOnce more, what has not passed:');
  failed = sayResults(await runFiles(failed, { atOnce: 1 }));
}
process.exit(failed.length === 0 ? 0 : 1);

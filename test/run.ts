// Runs the tests: `tsx test/run.ts [folder or file …]`. Without arguments: all that need no browser.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

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
/** Runs the files; gives the exit code and the files that had failures. */
async function runFiles(paths: readonly string[]): Promise<{ code: number; failed: string[] }> {
  const failures = join(mkdtempSync(join(tmpdir(), 'test-run-')), 'failed');
  const reporter = new URL('failed-files.mjs', import.meta.url).href;
  const reporters = ['spec', reporter].map(name => `--test-reporter=${name}`);
  const targets = ['stdout', failures].map(target => `--test-reporter-destination=${target}`);
  const args = ['--import', 'tsx', '--test', ...reporters, ...targets, ...paths];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  const failed = readFileSync(failures, 'utf8')
    .split('\n')
    .filter(line => line !== '');
  rmSync(dirname(failures), { recursive: true });
  return { code: code ?? 1, failed: [...new Set(failed)] };
}

const first = await runFiles(files);
let { code } = first;
// Many tests run real programs and compare shares of their time, which a busy machine distorts: a file with failures
// has a second chance, when nothing else runs.
if (code !== 0 && first.failed.length > 0) {
  console.log(`\nOnce more: ${first.failed.join(', ')}\n`);
  ({ code } = await runFiles(first.failed));
}
process.exit(code);

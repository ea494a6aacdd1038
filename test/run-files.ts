// Runs test files, each in a process of its own, and says of each what became of it.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** What became of a test file. */
export interface FileResult {
  readonly path: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Why the file has not passed; `null` if it has. */
  readonly problem: string | null;
}

/** How to run files. */
export interface RunOptions {
  /** How many at once: as many as the machine has processors to spare, unless it says otherwise. */
  readonly atOnce?: number;
  /** A file that takes longer has failed: it hangs. */
  readonly limitMinutes?: number;
}

const REPORTERS = ['spec', new URL('count-tests.mjs', import.meta.url).href];
const LIMIT_MINUTES = 5;
const running = new Set<ChildProcess>();

/** Runs the files and prints what each says when it ends. The results are in the order in which they ended. */
export async function runFiles(
  paths: readonly string[],
  { atOnce = Math.max(1, availableParallelism() - 1), limitMinutes = LIMIT_MINUTES }: RunOptions,
): Promise<FileResult[]> {
  const left = [...paths];
  const results: FileResult[] = [];
  const runLeft = async (): Promise<void> => {
    for (let path = left.shift(); path !== undefined; path = left.shift())
      results.push(await runFile(path, limitMinutes));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, endAll);
  await Promise.all(Array.from({ length: atOnce }, runLeft));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, endAll);
  return results;
}

/** Says how many tests passed, and which files have not. Returns those. */
export function sayResults(results: readonly FileResult[]): string[] {
  const sum = (name: 'passed' | 'failed' | 'skipped'): number =>
    results.reduce((total, result) => total + result[name], 0);
  const tests = `${sum('passed')} tests passed, ${sum('failed')} failed, ${sum('skipped')} skipped`;
  console.log(`\n${results.length} files: ${tests}`);
  const bad = results.filter(({ problem }) => problem !== null);
  for (const { path, problem } of bad) console.log(`✖ ${relative('.', path)} ${problem ?? ''}`);
  return bad.map(({ path }) => path);
}

async function runFile(path: string, limitMinutes: number): Promise<FileResult> {
  const endsFile = join(mkdtempSync(join(tmpdir(), 'test-run-')), 'ends');
  writeFileSync(endsFile, '');
  const reporters = REPORTERS.map(name => `--test-reporter=${name}`);
  const targets = ['stdout', endsFile].map(target => `--test-reporter-destination=${target}`);
  const child = spawn(process.execPath, ['--import', 'tsx', ...reporters, ...targets, path], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own: the programs of a test that hangs end with it.
    detached: true,
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const problem = await ended(child, limitMinutes);
  process.stdout.write(`\n${relative('.', path)}\n\n${Buffer.concat(chunks).toString()}`);
  const ends = readFileSync(endsFile, 'utf8').split('\n');
  rmSync(dirname(endsFile), { recursive: true });
  const count = (end: string): number => ends.filter(line => line === end).length;
  const counts = { passed: count('pass'), failed: count('fail'), skipped: count('skip') };
  const isEmpty = counts.passed + counts.failed + counts.skipped === 0;
  return { path, ...counts, problem: problem ?? (isEmpty ? 'ran no test' : null) };
}

/** Waits for the end of a test file; says what is wrong with it. */
async function ended(child: ChildProcess, limitMinutes: number): Promise<string | null> {
  const limit = AbortSignal.timeout(limitMinutes * 60_000);
  limit.addEventListener('abort', () => {
    endGroup(child);
    // Programs that left the group may hold these open.
    for (const stream of [child.stdout, child.stderr]) stream?.destroy();
  });
  running.add(child);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  running.delete(child);
  if (limit.aborted) return `had not ended after ${limitMinutes} minutes`;
  if (code === 0) return null;
  return signal === null ? `ended with code ${code ?? ''}` : `was ended by ${signal}`;
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function endAll(): void {
  for (const child of running) endGroup(child);
  process.exit(130);
}

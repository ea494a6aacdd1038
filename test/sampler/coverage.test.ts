// A coverage report of a program says the same when the program is recorded.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { attach } from '../../src/sampler/attach.ts';
import { NODE, NODE_MAJOR } from '../helpers/node-under-test.ts';
import { ownTime, record, runPlainly, writeProgram } from './run-program.ts';

/** What is counted: `hot` calls `add` as often as it is told. */
const COUNTED = `
function add(sum, i) {
  return i < 0 ? never() : sum + i;
}
function never() {
  return 0;
}
function hot(times) {
  let sum = 0;
  for (let i = 0; i < times; i++) sum = add(sum, i);
  return sum;
}
`;
const TIMES = 3e6;

interface ScriptCoverage {
  readonly url: string;
  readonly functions: readonly {
    readonly functionName: string;
    readonly isBlockCoverage: boolean;
    readonly ranges: readonly { readonly count: number }[];
  }[];
}

/** What the reports in a folder say of a program, thread by thread: each function, and how often each block ran. */
function reportsOf(folder: string, path: string): readonly string[] {
  const reports = readdirSync(folder).map(
    name =>
      (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { result: ScriptCoverage[] }).result,
  );
  return reports
    .flatMap(scripts => scripts.filter(({ url }) => decodeURIComponent(url).endsWith(path)))
    .map(({ functions }) => functions.map(describeFunction).join(', '))
    .sort();
}

function describeFunction(of: ScriptCoverage['functions'][number]): string {
  const counts = of.ranges.map(({ count }) => count).join(' ');
  return `${of.functionName} ${of.isBlockCoverage ? 'blocks' : 'whole'} ${counts}`;
}

function newFolder(): string {
  return mkdtempSync(join(dirname(writeProgram('')), 'coverage-'));
}

const covered = (folder: string): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_V8_COVERAGE: folder,
});

const PROGRAMS: Readonly<Record<string, string>> = {
  'that ends by itself': `hot(${TIMES});`,
  'that ends itself': `hot(${TIMES}); process.exit(3);`,
  'with a worker thread': `
const { Worker, isMainThread } = require('node:worker_threads');
hot(${TIMES});
if (isMainThread) new Worker(__filename);`,
  'with a worker thread that it ends': `
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
hot(${TIMES});
if (isMainThread) {
  const worker = new Worker(__filename);
  worker.on('message', () => worker.terminate());
} else {
  parentPort.postMessage('done');
  setInterval(() => undefined, 1000);
}`,
};

describe('The coverage report of a program', { concurrency: 2, timeout: 60_000 }, () => {
  for (const [what, code] of Object.entries(PROGRAMS))
    it(`${what} says what it says without us`, { skip: isNotReported(what) }, async () => {
      const path = writeProgram(`${COUNTED}${code}`);
      const [plain, recorded] = [newFolder(), newFolder()];
      const expected = await runPlainly(path, { env: covered(plain) });
      const run = await record(path, { env: covered(recorded) });
      assert.deepEqual(run.exit, expected.exit);
      assert.deepEqual(reportsOf(recorded, path), reportsOf(plain, path));
      assert.ok(reportsOf(plain, path).join().includes(`add blocks ${TIMES}`));
      assert.ok(ownTime(run) > 0);
    });

  it('that is attached to, and left again, says what it says without us', async () => {
    const path = writeProgram(`${COUNTED}
hot(${TIMES});
process.stdin.on('data', () => { hot(${TIMES}); process.exit(); });
console.log('ready');`);
    const [plain, recorded] = [newFolder(), newFolder()];
    await runPlainly(path, { env: covered(plain), stdin: 'go' });
    const child = spawn(NODE, ['--inspect-port=0', path], { env: covered(recorded) });
    await once(child.stdout, 'data');
    await attachFor(child.pid!, 300);
    child.stdin.write('go');
    await once(child, 'close');
    assert.deepEqual(reportsOf(recorded, path), reportsOf(plain, path));
  });
});

describe('What a program counts of its own calls', { timeout: 60_000 }, () => {
  it('is kept when it is attached to, and left again', async () => {
    const path = writeProgram(`
const { Session } = require('node:inspector');
const session = new Session();
session.connect();
session.post('Profiler.enable');
session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
function counted() {}
const call = new Function('f', 'for (let i = 0; i < 1000; i++) f();');
call(counted);
process.stdin.on('data', () => {
  call(counted);
  session.post('Profiler.takePreciseCoverage', (error, answer) => {
    const functions = answer.result.flatMap(script => script.functions);
    console.log(functions.find(({ functionName }) => functionName === 'counted').ranges[0].count);
    process.exit();
  });
});
console.log('ready');`);
    const child = spawn(NODE, ['--inspect-port=0', path]);
    await once(child.stdout, 'data');
    await attachFor(child.pid!, 300);
    child.stdin.write('tell');
    const [count] = (await once(child.stdout, 'data')) as [Buffer];
    assert.equal(Number(String(count)), 2000);
  });
});

/** There a worker thread that is recorded writes no report at all. */
function isNotReported(what: string): boolean {
  return NODE_MAJOR < 20 && what.includes('worker');
}

async function attachFor(pid: number, ms: number): Promise<void> {
  const running = await attach({ target: { kind: 'pid', pid } });
  await sleep(ms);
  await running.stop();
  await running.finished;
}

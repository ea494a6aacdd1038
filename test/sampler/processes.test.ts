// Processes that a program starts: each is a lane, and whatever is no Node.js of ours to record runs unharmed.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { record, writeProgram } from './run-program.ts';

const HOT = `
const { execFileSync, fork, spawn } = require('node:child_process');
function hot(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
`;

async function laneNames(code: string): Promise<string[]> {
  let told: readonly string[] = [];
  const { recording } = await record(writeProgram(HOT + code), {
    during: async program => {
      await program.finished;
      told = program.laneNames;
    },
  });
  // What is told while it runs is what the session has.
  assert.deepEqual(
    told,
    recording.session.lanes.map(({ name }) => name),
  );
  return recording.session.lanes.map(({ name }) =>
    name.replace(/ \(.*\)/, '').replace(/\d+/g, '#'),
  );
}

describe('A process that a program starts', { concurrency: 3, timeout: 60_000 }, () => {
  it('is a lane of its own, and so are its worker threads', async () => {
    const names = await laneNames(`
const { Worker, isMainThread } = require('node:worker_threads');
if (!isMainThread) hot(100);
else if (process.argv[2] === 'child') { hot(200); new Worker(__filename); }
else { hot(100); fork(__filename, ['child']); }`);
    assert.deepEqual(names, ['main', 'child #', 'child # worker #']);
  });

  it('is a lane as well where a worker thread starts it, in whichever way', async () => {
    const names = await laneNames(`
const { Worker, isMainThread } = require('node:worker_threads');
if (process.argv[2] === 'child') hot(200);
else if (isMainThread) new Worker(__filename);
else {
  hot(100);
  execFileSync(process.execPath, [__filename, 'child']);
  fork(__filename, ['child']);
}`);
    assert.deepEqual(names.sort(), ['child #', 'child #', 'main', 'worker #']);
  });

  it('is a lane although the program has broken the built-ins that it is started with', async () => {
    const names = await laneNames(`
if (process.argv[2] === 'child') hot(100);
else {
  JSON.stringify = Object.entries = () => { throw new Error('never'); };
  Object.defineProperty(Object.prototype, 'toJSON', { value: () => 'mine' });
  delete globalThis.Buffer;
  delete globalThis.Reflect;
  execFileSync(process.execPath, [__filename, 'child']);
}`);
    assert.deepEqual(names, ['main', 'child #']);
  });

  it('is kept when it is killed', async () => {
    const names = await laneNames(`
if (process.argv[2] === 'child') { hot(300); process.kill(process.pid, 'SIGKILL'); }
else spawn(process.execPath, [__filename, 'child'], { stdio: 'ignore' }).on('exit', () => hot(100));`);
    assert.deepEqual(names, ['main', 'child #']);
  });

  it('does what it does without us when it is no Node.js', async () => {
    const run = await record(
      writeProgram(`${HOT}process.stdout.write(execFileSync('/bin/echo', ['plain'])); hot(100);`),
    );
    assert.equal(run.stdout, 'plain\n');
  });

  it('runs tests as it does without us, and these are lanes', async () => {
    const test = writeProgram("require('node:test')('passes', () => {});", '.test.js');
    const run = await record(
      writeProgram(`${HOT}
const { status, stderr } = require('node:child_process')
  .spawnSync(process.execPath, ['--test', ${JSON.stringify(test)}], { encoding: 'utf8', env: { ...process.env, NODE_TEST_CONTEXT: undefined } });
console.log(status, stderr);`),
    );
    assert.equal(run.stdout, '0 \n');
    assert.equal(run.recording.session.lanes.length, 2);
  });

  it('does what it does without us where it may have no threads', async () => {
    const run = await record(
      writeProgram(`
const { execFileSync } = require('node:child_process');
const flag = ['--permission', '--experimental-permission'].find(name => process.allowedNodeEnvironmentFlags.has(name));
if (process.argv[2] === 'child') console.log('child');
else process.stdout.write(execFileSync(process.execPath,
  [...(flag === undefined ? [] : [flag, '--allow-fs-read=' + __filename]), __filename, 'child'], { stdio: ['ignore', 'pipe', 'ignore'] }));`),
    );
    assert.equal(run.stdout, 'child\n');
  });

  it('does what it does without us, and as soon, where its working directory is removed', async () => {
    const run = await record(
      writeProgram(`
const { mkdtempSync } = require('node:fs');
const cwd = mkdtempSync(require('node:path').join(require('node:os').tmpdir(), 'removed-'));
const start = performance.now();
const { status } = require('node:child_process').spawnSync('/bin/sh',
  ['-c', 'rmdir "$PWD"; exec "$0" -e "process.exit(6)"', process.execPath], { cwd });
console.log(status, performance.now() - start < 4000);`),
    );
    assert.equal(run.stdout, '6 true\n');
  });
});

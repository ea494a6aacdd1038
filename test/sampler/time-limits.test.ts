// A program's own limits end what they are to end, whatever its threads are asked at that moment.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { record, shareOfLine, writeProgram } from './run-program.ts';

/** A loop without calls, and what makes calls. */
const ENDLESS = [
  'for (;;);',
  'const add = n => n + 1; let s = 0; for (;;) { s = add(s); JSON.stringify({ s }); }',
];

const LIMITED = `
const vm = require('node:vm');
let ended = 0;
for (let i = 0; i < 60; i++) {
  const timeout = 5 + (i % 37);
  const code = ${JSON.stringify(ENDLESS)}[i % 2];
  try {
    if (i % 3 === 0) vm.runInNewContext(code, {}, { timeout });
    else if (i % 3 === 1) new vm.Script('{' + code + '}').runInThisContext({ timeout });
    else vm.runInContext(code, vm.createContext({}), { timeout, __proto__: null });
  } catch (error) {
    if (error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') ended++;
  }
}
`;

it('Time limits of node:vm end all that they limit', { timeout: 60_000 }, async () => {
  const { stdout } = await record(writeProgram(`${LIMITED} console.log(ended);`));
  assert.equal(stdout, '60\n');
});

it('So they do in a worker thread', { timeout: 60_000 }, async () => {
  const code = `
const { isMainThread, Worker } = require('node:worker_threads');
if (isMainThread) new Worker(__filename).on('exit', code => console.log('exit', code));
else { ${LIMITED} console.log(ended); }
`;
  const { stdout } = await record(writeProgram(code));
  assert.equal(stdout, '60\nexit 0\n');
});

it('Worker threads are terminated in whatever they run', { timeout: 60_000 }, async () => {
  const code = `
const { Worker } = require('node:worker_threads');
(async () => {
  for (let i = 0; i < 24; i++) {
    const code = "require('worker_threads').parentPort.postMessage(1);" + ${JSON.stringify(ENDLESS)}[i % 2];
    const worker = new Worker(code, { eval: true });
    await new Promise(resolve => worker.once('message', resolve));
    await new Promise(resolve => setTimeout(resolve, 10 + 7 * i));
    process.stdout.write(String(await worker.terminate()));
  }
})();
`;
  const { stdout } = await record(writeProgram(code));
  assert.equal(stdout, '1'.repeat(24));
});

it('So are those that sleep', { timeout: 60_000 }, async () => {
  const code = `
const { Worker } = require('node:worker_threads');
const code = "require('worker_threads').parentPort.postMessage(1);"
  + 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)';
(async () => {
  for (let i = 0; i < 40; i++) {
    const worker = new Worker(code, { eval: true });
    await new Promise(resolve => worker.once('message', resolve));
    await new Promise(resolve => setTimeout(resolve, 100 + ((i * 37) % 50)));
    process.stdout.write(String(await worker.terminate()));
  }
})();
`;
  const { stdout, exit } = await record(writeProgram(code));
  assert.equal(stdout, '1'.repeat(40));
  assert.deepEqual(exit, { code: 0, signal: null });
});

it('A program that limits all that it runs has its lines', { timeout: 60_000 }, async () => {
  const run = await record(
    writeProgram(`
const vm = require('node:vm');
function spin(ms) { const end = performance.now() + ms; while (performance.now() < end); }
const context = vm.createContext({ spin });
function runAll() {
  vm.runInContext('spin(2)', context, { timeout: 50 });
  vm.runInContext('spin(6)', context, { timeout: 50 });
}
const end = performance.now() + 3000;
while (performance.now() < end) runAll();
`),
  );
  const [short, long] = [shareOfLine(run, 5), shareOfLine(run, 6)];
  assert.ok(Math.abs(short / (short + long) - 0.25) < 0.06, `${short} and ${long} of the run`);
});

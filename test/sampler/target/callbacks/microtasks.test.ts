// What the program gives to `queueMicrotask`, and what it may do with the class that Node.js has for it.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { record, runPlainly, shareOfLine, writeProgram } from '../../run-program.ts';

it('Tasks run in their order and with their context, as without us, whatever they do', async () => {
  const path = writeProgram(`
const { AsyncLocalStorage, AsyncResource } = require('node:async_hooks');
class Job extends AsyncResource {
  constructor(callback) { super('Job'); this.callback = callback; }
}
const job = new Job(() => 'a job');
console.log(Object.keys(job), Object.hasOwn(job, 'callback'), job.callback());
const plain = new AsyncResource('plain');
plain.callback = () => 'plain';
console.log(Object.keys(plain), plain.callback(), plain.callback());
const storage = new AsyncLocalStorage();
const order = [];
storage.run('context', () => {
  queueMicrotask(() => {
    order.push(1, storage.getStore());
    queueMicrotask(() => order.push(3));
  });
  Promise.resolve().then(() => order.push(2));
});
process.on('uncaughtException', error => order.push(error.message));
queueMicrotask(() => { throw new Error('out of cheese'); });
setTimeout(() => console.log(order), 50);
`);
  const plain = await runPlainly(path);
  const { exit, stdout, stderr } = await record(path);
  assert.deepEqual({ exit, stdout, stderr }, plain);
});

it('A resource of the program’s with a callback is its own, and so is the task that runs', async () => {
  const path = writeProgram(`
'use strict';
const { AsyncResource, createHook, executionAsyncResource } = require('node:async_hooks');
const reused = new AsyncResource('reused');
reused.callback = () => 'first';
reused.callback = () => 'second';
console.log(reused.callback());
reused.callback = null;
console.log(reused);
const kept = new AsyncResource('kept');
kept.callback = () => 'kept';
Object.freeze(kept);
console.log(kept.callback(), kept.callback());
createHook({ init() {} }).enable();
queueMicrotask(function task() {
  console.log(Object.getOwnPropertyDescriptor(executionAsyncResource(), 'callback'));
});
`);
  const plain = await runPlainly(path);
  const { exit, stdout, stderr } = await record(path);
  const withoutIds = (text: string): string => text.replace(/async_id_symbol\)?\]?: \d+/g, '');
  assert.equal(plain.exit.code, 0);
  assert.deepEqual(
    { exit, stdout: withoutIds(stdout), stderr },
    { ...plain, stdout: withoutIds(plain.stdout) },
  );
});

it('Tasks that queue one another without end, with callbacks between, are no one’s but the program’s', async () => {
  const run = await record(
    writeProgram(`
const work = ms => { const end = performance.now() + ms; while (performance.now() < end); };
let left = 60;
function next() {
  work(5);
  if (left-- > 0) queueMicrotask(left % 10 === 0 ? () => setTimeout(next, 5) : next);
}
queueMicrotask(next);
`),
  );
  assert.equal(run.exit.code, 0);
  assert.ok(shareOfLine(run, 4) > 0.75, `${shareOfLine(run, 4)} of it is on the line that works`);
});

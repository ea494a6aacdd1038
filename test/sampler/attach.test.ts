// Programs that run already: what is seen of them, and that they are left as they were.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { attach } from '../../src/sampler/attach.ts';
import {
  askMirror,
  end,
  lineOf,
  map,
  MIRROR,
  READY,
  recordFor,
  startProgram,
  WAITING,
} from './attached-program.ts';
import { durationOf } from './run-program.ts';

describe('A program that is attached to', { concurrency: 2, timeout: 30_000 }, () => {
  it('shows on which lines it waits, and is left as it was', async () => {
    const program = await startProgram(`${WAITING}serve();${MIRROR}${READY}`);
    const before = await askMirror(program);
    const session = await recordFor({ kind: 'pid', pid: program.child.pid! }, 1000);
    const waiting = lineOf(session, program.path, 3)?.waiting ?? 0;
    assert.ok(waiting > durationOf(session) / 2, `${waiting} of ${durationOf(session)} µs`);
    assert.ok((lineOf(session, program.path, 7)?.awaits?.count ?? 0) > 5);
    await sleep(500);
    assert.equal(await askMirror(program), before);
    assert.equal(await end(program), 7);
    assert.match(program.stderr.join(''), /Debugger ending/);
  });

  it('shows which callbacks it waits for, and goes on waiting for them', async () => {
    const program = await startProgram(`
let ticks = 0;
function tick() {
  setTimeout(tick, 30);
  if (++ticks === 5) console.log('ready');
}
tick();
process.stdin.resume().on('end', () => {
  const seen = ticks;
  setTimeout(() => process.exit(ticks > seen ? 7 : 1), 200);
});`);
    const session = await recordFor({ kind: 'pid', pid: program.child.pid! }, 1000);
    const waiting = lineOf(session, program.path, 3)?.waiting ?? 0;
    assert.ok(waiting > durationOf(session) / 2, `${waiting} of ${durationOf(session)} µs`);
    assert.equal(await end(program), 7);
  });

  it('shows where its worker threads wait', async () => {
    const program = await startProgram(`${WAITING}
const threads = require('node:worker_threads');
if (threads.isMainThread) { new threads.Worker(__filename).on('online', () => ${READY.slice(0, -1)}); ${MIRROR} }
else serve();`);
    const session = await recordFor({ kind: 'pid', pid: program.child.pid! }, 1000);
    assert.deepEqual(
      session.lanes.map(({ name }) => name),
      ['main', 'worker 1'],
    );
    const waiting = lineOf(session, program.path, 3)?.waiting ?? 0;
    assert.ok(waiting > durationOf(session) / 2, `${waiting} of ${durationOf(session)} µs`);
    assert.equal(await end(program), 7);
  });

  it('shows the worker threads that it starts meanwhile', async () => {
    const program = await startProgram(`
const threads = require('node:worker_threads');
const spin = () => { for (const end = Date.now() + 200; Date.now() < end; ); };
if (threads.isMainThread) { setInterval(() => new threads.Worker(__filename), 300); ${MIRROR}${READY} }
else spin();`);
    const session = await recordFor({ kind: 'pid', pid: program.child.pid! }, 1500);
    const workers = session.lanes.slice(1);
    assert.ok(workers.length >= 3, `${workers.length} of 5 lanes`);
    const spun = lineOf(session, program.path, 2)?.total ?? 0;
    assert.ok(spun > 0.5 * 200_000 * workers.length, `${spun} µs of ${workers.length} threads`);
    assert.equal(await end(program), 7);
  });

  it('has the time of functions that were optimised into their callers before', async () => {
    const program = await startProgram(`
const inner = n => { let s = 0; for (let i = 0; i < n; i++) s += Math.sqrt(i + s); return s; };
const middle = n => { let s = 0; for (let i = 0; i < 3; i++) s += inner(n); return s; };
const work = () => { let s = 0; for (const end = Date.now() + 100; Date.now() < end; ) s += middle(1000); return s; };
setInterval(work, 110);
setTimeout(() => console.log('warm'), 1500);
process.stdin.on('end', () => process.exit(7)).resume();`);
    // Having been attached to before makes no difference.
    await recordFor({ kind: 'pid', pid: program.child.pid! }, 300);
    await sleep(500);
    const session = await recordFor({ kind: 'pid', pid: program.child.pid! }, 2000);
    const working = lineOf(session, program.path, 3)?.total ?? 0;
    const inner = lineOf(session, program.path, 1)?.self ?? 0;
    assert.ok(inner > 0.8 * working, `${inner} of ${working} µs`);
    assert.ok(working > durationOf(session) / 2, `${working} of ${durationOf(session)} µs`);
    assert.equal(await end(program), 7);
  });

  it('keeps its recording when it ends first', async () => {
    const program = await startProgram(`${WAITING}serve();${MIRROR}${READY}`);
    const running = await attach({ target: { kind: 'pid', pid: program.child.pid! } });
    await sleep(600);
    const ended = end(program);
    const session = map(await running.finished);
    assert.equal(await ended, 7);
    const waiting = lineOf(session, program.path, 3)?.waiting ?? 0;
    assert.ok(waiting > durationOf(session) / 2, `${waiting} of ${durationOf(session)} µs`);
  });
});

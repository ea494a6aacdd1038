// Programs that run already: what is seen of them, and that they are left as they were.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { LineTime } from '../../src/model/line-times.ts';
import type { Recording, SessionData } from '../../src/model/session.ts';
import { attach } from '../../src/sampler/attach.ts';
import type { AttachTarget } from '../../src/sampler/attach.ts';
import { mapRecording } from '../../src/sourcemap/map-recording.ts';
import { NODE } from '../helpers/node-under-test.ts';
import { record, writeProgram } from './run-program.ts';

/** Prints what it sees of itself when its input says so, and ends when that ends. */
const MIRROR = `
const look = () => JSON.stringify([
  Object.getOwnPropertyNames(globalThis), Object.getOwnPropertyNames(process).sort(),
  Object.getOwnPropertySymbols(process).map(String), process.emit.name, process.listenerCount('exit'),
  require('node:inspector').url() === undefined]);
process.stdin.on('data', () => console.log(look()));
process.stdin.on('end', () => process.exit(7));
`;
const READY = "console.log('ready');";
const WAITING = `
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
async function load() {
  await pause(40);
}
async function serve() {
  for (;;) {
    await load();
  }
}
`;

interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  readonly path: string;
  readonly stderr: string[];
}

const started: ChildProcessWithoutNullStreams[] = [];
after(() => {
  for (const child of started) child.kill('SIGKILL');
});

async function startProgram(code: string, flags: readonly string[] = []): Promise<Started> {
  const path = writeProgram(code);
  const child = spawn(NODE, ['--inspect-port=0', ...flags, path]);
  started.push(child);
  const stderr: string[] = [];
  child.stderr.on('data', data => stderr.push(String(data)));
  await once(child.stdout, 'data');
  return { child, path, stderr };
}

/** What the program says of itself. */
async function askMirror({ child }: Started): Promise<string> {
  child.stdin.write('?');
  return String((await once(child.stdout, 'data'))[0]);
}

async function end({ child }: Started): Promise<unknown> {
  child.stdin.end();
  return ((await once(child, 'close')) as unknown[])[0];
}

async function recordFor(target: AttachTarget, ms: number): Promise<SessionData> {
  const running = await attach({ target });
  await sleep(ms);
  await running.stop();
  return map(await running.finished);
}

function map(recording: Recording): SessionData {
  const readText = (path: string): string | undefined =>
    existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  return mapRecording(recording, { readText, cwd: process.cwd() });
}

function lineOf(session: SessionData, path: string, line: number): LineTime | undefined {
  return buildLineTimes(session).get(path)?.lines.get(line);
}

function durationOf(session: SessionData): number {
  return session.lanes[0]!.samples.durationUs.reduce((sum, us) => sum + us, 0);
}

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

  it('can be attached to again at once', async () => {
    const program = await startProgram(`${WAITING}serve();${READY}`);
    for (let i = 0; i < 3; i++) {
      const session = await recordFor({ kind: 'pid', pid: program.child.pid! }, 600);
      assert.ok(durationOf(session) > 300_000, `${durationOf(session)} µs of time ${i + 1}`);
    }
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

  it('can be recorded by two at once', async () => {
    const program = await startProgram(`${WAITING}serve();${MIRROR}${READY}`, ['--inspect=0']);
    const address = /ws:\S+/.exec(program.stderr.join(''))![0];
    const before = await askMirror(program);
    const sessions = await Promise.all([
      recordFor({ kind: 'address', address }, 2000),
      recordFor({ kind: 'address', address }, 1000),
    ]);
    for (const session of sessions) {
      const waiting = lineOf(session, program.path, 3)?.waiting ?? 0;
      assert.ok(waiting > durationOf(session) / 5, `${waiting} of ${durationOf(session)} µs`);
    }
    await sleep(500);
    assert.equal(await askMirror(program), before);
    assert.equal(await end(program), 7);
  });

  it('goes on being recorded when the one who opened its inspector leaves first', async () => {
    const program = await startProgram(`${WAITING}serve();${MIRROR}${READY}`);
    const target = { kind: 'pid', pid: program.child.pid! } as const;
    const before = await askMirror(program);
    const first = await attach({ target });
    const second = await attach({ target });
    await first.stop();
    await sleep(1000);
    await second.stop();
    const session = map(await second.finished);
    assert.ok(durationOf(session) > 900_000, `${durationOf(session)} µs`);
    await sleep(500);
    // Closed by the last one.
    assert.equal(await askMirror(program), before);
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

  it('may be one that is recorded already: it ends as ever, and neither sees the other', async () => {
    const path = writeProgram('setTimeout(() => { process.exitCode = 7; }, 1500);');
    let attached: Promise<Recording> | undefined;
    const run = await record(path, {
      nodeArgs: ['--inspect-port=0'],
      during: async (_program, pid) => {
        await sleep(500);
        attached = (await attach({ target: { kind: 'pid', pid } })).finished;
      },
    });
    assert.equal(run.exit.code, 7);
    for (const { session } of [run.recording, await attached!])
      assert.deepEqual(
        session.lanes.map(({ name }) => name),
        ['main'],
      );
  });

  it('goes on when it is no Node.js program', async () => {
    const child = spawn('sleep', ['60']);
    try {
      const attaching = attach({ target: { kind: 'pid', pid: child.pid! } });
      await assert.rejects(attaching, { code: 'connection', message: /is no Node\.js program/ });
      // Its end, if we had brought it about, would be known by then.
      await sleep(200);
      assert.deepEqual([child.exitCode, child.signalCode], [null, null]);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it('is said to have ended, if it does while it is asked who it is', async () => {
    // A stand-in: no real program can be made to end at just that moment.
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await once(server, 'listening');
    server.on('connection', socket => {
      socket.on('message', () => {
        socket.terminate();
      });
    });
    const { port } = server.address() as { port: number };
    const attaching = attach({ target: { kind: 'address', address: `ws://127.0.0.1:${port}` } });
    await assert.rejects(attaching, { code: 'connection', message: /ended before/ });
    server.close();
  });

  it('is not there where the answer breaks off', async () => {
    const server = createServer(socket => {
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const attaching = attach({ target: { kind: 'port', port } });
    await assert.rejects(attaching, { code: 'connection', message: /^No inspector/ });
    server.close();
  });

  it('is not there where something else listens and says nothing', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const address = `ws://127.0.0.1:${port}/`;
    for (const target of [
      { kind: 'port', port },
      { kind: 'address', address },
    ] as const)
      await assert.rejects(attach({ target }), { code: 'connection', message: /^No inspector/ });
    server.close();
  });
});

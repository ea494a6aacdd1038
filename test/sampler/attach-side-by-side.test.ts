// Programs that run already and share something with others, or end meanwhile: nothing of it shows in them.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { after, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { laneDurationUs } from '../../src/model/lane.ts';
import { attach } from '../../src/sampler/attach.ts';
import { findListeningPorts } from '../../src/sampler/protocol/system-sockets.ts';
import { NODE } from '../helpers/node-under-test.ts';
import { findFreePort } from '../helpers/free-port.ts';
import { writeProgram } from './run-program.ts';

const started: ChildProcessWithoutNullStreams[] = [];
after(() => {
  for (const child of started) child.kill('SIGKILL');
});

interface Started {
  readonly pid: number;
  readonly child: ChildProcessWithoutNullStreams;
  readonly stderr: () => string;
}

/** It ends when its input does, with code 7. */
async function startProgram(code: string, flags: readonly string[]): Promise<Started> {
  const path = writeProgram(`process.exitCode = 7; console.log('ready'); ${code}`);
  const child = spawn(NODE, [...flags, path]);
  started.push(child);
  let stderr = '';
  child.stderr.on('data', data => (stderr += String(data)));
  await once(child.stdout, 'data');
  return { pid: child.pid!, child, stderr: () => stderr };
}

const RETURNS = `
const timer = setInterval(() => {}, 10);
process.stdin.on('end', () => clearInterval(timer)).resume();`;

async function end({ child }: Started): Promise<readonly unknown[]> {
  child.stdin.end();
  return (await once(child, 'close')) as unknown[];
}

describe('A program that is attached to', { timeout: 60_000 }, () => {
  it('ends as it would without us when it has nothing more to do', async () => {
    const program = await startProgram(RETURNS, ['--inspect-port=0']);
    const running = await attach({ target: { kind: 'pid', pid: program.pid } });
    await sleep(600);
    const ended = end(program);
    const { session } = await running.finished;
    assert.deepEqual(await ended, [7, null]);
    assert.ok(laneDurationUs(session.lanes[0]!) > 300_000);
  });

  it('may be attached to by several at the same moment', async () => {
    const program = await startProgram(RETURNS, [`--inspect-port=${await findFreePort()}`]);
    const target = { kind: 'pid', pid: program.pid } as const;
    const all = await Promise.all([1, 2, 3].map(() => attach({ target })));
    await sleep(300);
    await Promise.all(all.map(running => running.stop()));
    for (const running of all) {
      const { session } = await running.finished;
      assert.ok(laneDurationUs(session.lanes[0]!) > 100_000);
    }
    assert.deepEqual(await end(program), [7, null]);
  });

  it(
    'listens for its inspector no more once it was left',
    { skip: process.platform !== 'linux' },
    async () => {
      const port = await findFreePort();
      const program = await startProgram('setTimeout(() => {}, 5000);', [`--inspect-port=${port}`]);
      await sleep(300);
      const running = await attach({ target: { kind: 'pid', pid: program.pid } });
      assert.deepEqual(await findListeningPorts(program.pid), [port]);
      await running.stop();
      assert.deepEqual(await findListeningPorts(program.pid), []);
    },
  );

  it('has its inspector closed for good where it was busy all the time', async () => {
    const program = await startProgram(
      `setTimeout(() => {
        for (const end = Date.now() + 2500; Date.now() < end; );
        setTimeout(() => console.error('url', require('node:inspector').url()), 1500);
      }, 100);
      setTimeout(() => {}, 5000);`,
      [`--inspect-port=${await findFreePort()}`],
    );
    await sleep(300);
    const running = await attach({ target: { kind: 'pid', pid: program.pid } });
    await sleep(300);
    await running.stop();
    await once(program.child, 'close');
    assert.match(program.stderr(), /url undefined/);
    assert.equal(program.stderr().split('Debugger listening').length, 2);
  });

  it(
    'is not asked for its inspector while another one has that port',
    { skip: process.platform !== 'linux' && 'the system does not tell who listens' },
    async () => {
      const flags = [`--inspect-port=${await findFreePort()}`];
      const programs = [await startProgram(RETURNS, flags), await startProgram(RETURNS, flags)];
      const attaching = programs.map(({ pid }) => attach({ target: { kind: 'pid', pid } }));
      const results = await Promise.allSettled(attaching);
      const loser = results.findIndex(({ status }) => status === 'rejected');
      const winner = await attaching[1 - loser]!;
      const sentence =
        /^Process \d+ would open its inspector on port \d+, where another program listens/;
      await assert.rejects(attaching[loser]!, { code: 'connection', message: sentence });
      assert.equal(programs[loser]!.stderr(), '');
      // Whoever comes next waits for the one who leaves.
      const stopped = winner.stop();
      const next = await attach({ target: { kind: 'pid', pid: programs[loser]!.pid } });
      await next.stop();
      await stopped;
      assert.doesNotMatch(programs[loser]!.stderr(), /failed/);
      for (const program of programs) assert.deepEqual(await end(program), [7, null]);
    },
  );
});

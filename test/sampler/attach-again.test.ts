// Programs that run already and are recorded more than once: one time after the other, or by two at once.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Recording } from '../../src/model/session.ts';
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
import { durationOf, record, writeProgram } from './run-program.ts';

describe('A program that is attached to', { concurrency: 2, timeout: 30_000 }, () => {
  it('can be attached to again at once', async () => {
    const program = await startProgram(`${WAITING}serve();${READY}`);
    for (let i = 0; i < 3; i++) {
      const session = await recordFor({ kind: 'pid', pid: program.child.pid! }, 600);
      assert.ok(durationOf(session) > 300_000, `${durationOf(session)} µs of time ${i + 1}`);
    }
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
});

// The end of a debug session of type hotpath: a program that it launched ends, one that ran already goes on.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readJournal } from '../../src/sampler/journal/read-journal.ts';
import { isRunning } from '../../src/sampler/running-process.ts';
import { NODE } from '../helpers/node-under-test.ts';
import {
  ENDLESS,
  inDebugSession,
  launch,
  lineShares,
  makeFolder,
  TestRecorder,
  untilPrinted,
  write,
} from './debug-session.ts';

const folder = makeFolder();

const SERVER = `setInterval(() => {
  const end = performance.now() + 40;
  while (performance.now() < end);
}, 50);
console.log('up');
`;

describe('a debug session of type hotpath', { concurrency: 2, timeout: 120_000 }, () => {
  it('ends the program when it is stopped, keeps what was recorded, and answers then', async () => {
    const program = write(folder, 'endless.js', ENDLESS);
    await inDebugSession(async session => {
      await launch(session, { program });
      const pid = Number(await untilPrinted(session, /pid (\d+)/));
      await sleep(300);
      await session.client.terminateRequest();
      assert.equal(isRunning(pid), false);
      assert.equal(session.recorder.recordings.length, 1);
      assert.ok(session.recorder.recordings[0]!.session.lanes[0]!.samples.stack.length > 100);
      await session.ended;
      // As a shell tells it: 128, and 2 for SIGINT.
      const exited = session.events.find(({ event }) => event === 'exited');
      assert.deepEqual(exited?.body, { exitCode: 130 });
      await session.client.disconnectRequest();
    });
  });

  it('can be launched again after it was stopped', async () => {
    const program = write(folder, 'again.js', ENDLESS);
    const recorder = new TestRecorder();
    for (const runs of [1, 2]) {
      await inDebugSession(async session => {
        await launch(session, { program });
        await untilPrinted(session, /pid (\d+)/);
        await session.client.terminateRequest();
        assert.equal(recorder.recordings.length, runs);
      }, recorder);
    }
  });

  it('ends the program when the editor goes away', async () => {
    const program = write(folder, 'left.js', ENDLESS);
    let pid = 0;
    await inDebugSession(async session => {
      await launch(session, { program });
      pid = Number(await untilPrinted(session, /pid (\d+)/));
    });
    assert.equal(isRunning(pid), false);
  });

  for (const [how, more] of Object.entries({
    'until it is stopped': {},
    'for a time': { duration: 1 },
  })) {
    it(`records a program that runs already ${how}, and leaves it running`, async () => {
      const program = write(folder, 'server.js', SERVER);
      const journal = join(folder, `${how}.hotpath`);
      const server = spawn(NODE, ['--inspect-port=0', program], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      try {
        await once(server.stdout, 'data');
        await inDebugSession(async session => {
          session.recorder.journal = journal;
          await session.client.initializeRequest();
          await session.client.attachRequest({ processId: String(server.pid), ...more } as object);
          if (how === 'until it is stopped') {
            await sleep(1000);
            const soFar = readJournal(readFileSync(journal, 'utf8').split('\n'));
            assert.ok(lineShares(soFar, program, [3])[0]! > 0);
            await session.client.disconnectRequest();
          }
          await session.ended;
          assert.ok(!existsSync(journal));
          assert.ok(isRunning(server.pid!));
          assert.deepEqual(session.recorder.names, ['server.js']);
          assert.ok(lineShares(session.recorder.recordings[0], program, [3])[0]! > 0);
          assert.ok(!session.events.some(({ event }) => event === 'exited'));
        });
      } finally {
        server.kill();
      }
    });
  }
});

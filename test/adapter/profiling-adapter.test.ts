// What an editor and its user see of a debug session of type hotpath.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ENDLESS, inDebugSession, launch, lineShares, makeFolder, write } from './debug-session.ts';

const folder = makeFolder();

/** Works on line 3 only, three times as long when called on line 6 as on line 7. */
const SPIN = `function spin(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

spin(900);
spin(300);
console.log('done', process.argv.slice(2).join('|'));
console.error('and out');
`;

describe('a debug session of type hotpath', { concurrency: 2, timeout: 120_000 }, () => {
  it('records the program that it launches, and tells its output and its end', async () => {
    const program = write(folder, 'a folder/spin.js', SPIN);
    await inDebugSession(async session => {
      await launch(session, { program, args: ['one', 'two'], cwd: folder });
      await session.ended;
      assert.equal(session.printed('stdout'), 'done one|two\n');
      assert.equal(session.printed('stderr'), 'and out\n');
      assert.match(session.printed('console'), /^node .*spin\.js one two\n/);
      const last = session.events.slice(-2).map(({ event, body }) => [event, body as unknown]);
      assert.deepEqual(last, [
        ['exited', { exitCode: 0 }],
        ['terminated', undefined],
      ]);
      assert.deepEqual(session.recorder.names, ['spin.js']);
      const [first, second] = lineShares(session.recorder.recordings[0], program, [6, 7]);
      assert.ok(Math.abs(first! - 0.75) < 0.1, `${first} : ${second} of 3 : 1`);
    });
  });

  it('records a program that is run without debugging in the same way', async () => {
    const program = write(folder, 'quiet.js', SPIN);
    await inDebugSession(async session => {
      await launch(session, { program, noDebug: true });
      await session.ended;
      assert.ok(lineShares(session.recorder.recordings[0], program, [3])[0]! > 0);
    });
  });

  it('tells the exit code of the program', async () => {
    const program = write(folder, 'fails.js', 'setTimeout(() => process.exit(3), 50);');
    await inDebugSession(async session => {
      await launch(session, { program });
      await session.ended;
      const exited = session.events.find(({ event }) => event === 'exited');
      assert.deepEqual(exited?.body, { exitCode: 3 });
      assert.deepEqual(session.recorder.failures, []);
    });
  });

  it('has a thread for each lane', async () => {
    const program = write(
      folder,
      'threads.js',
      `const { Worker, isMainThread } = require('node:worker_threads');
if (isMainThread) new Worker(__filename);
else console.log('worker of', process.pid);
for (;;);
`,
    );
    await inDebugSession(async session => {
      await launch(session, { program });
      let threads: string[] = [];
      for (let i = 0; i < 100 && threads.length < 2; i++) {
        await sleep(100);
        const { body } = await session.client.threadsRequest();
        threads = body.threads.map(({ id, name }) => `${id} ${name}`);
      }
      assert.deepEqual(threads, ['1 main', '2 worker 1']);
      const started = session.events.filter(({ event }) => event === 'thread');
      assert.deepEqual(
        started.map(({ body }) => body as unknown),
        [1, 2].map(threadId => ({ reason: 'started', threadId })),
      );
      await session.client.terminateRequest();
    });
  });

  it('says that it neither stops at breakpoints, nor pauses, nor evaluates', async () => {
    const program = write(folder, 'breakpoints.js', ENDLESS);
    await inDebugSession(async session => {
      const { body: capabilities } = await session.client.initializeRequest();
      const supported = Object.entries(capabilities ?? {}).filter(([, value]) => value !== false);
      assert.deepEqual(supported, [
        ['supportsConfigurationDoneRequest', true],
        ['supportsTerminateRequest', true],
      ]);
      const { body } = await session.client.setBreakpointsRequest({
        source: { path: program },
        breakpoints: [{ line: 1 }, { line: 2 }],
      });
      assert.deepEqual(
        body.breakpoints.map(({ verified }) => verified),
        [false, false],
      );
      assert.match(body.breakpoints[0]?.message ?? '', /without ever stopping/);
      await assert.rejects(session.client.pauseRequest({ threadId: 1 }), /without ever stopping/);
      await assert.rejects(
        session.client.evaluateRequest({ expression: '1' }),
        /cannot be evaluated/,
      );
    });
  });

  it('says once, in one sentence, why it does not start', async () => {
    await inDebugSession(async session => {
      await assert.rejects(launch(session, {}), /Say in the launch configuration what to run/);
      assert.equal(session.recorder.failures.length, 1);
      await assert.rejects(
        session.client.launchRequest({ program: join(folder, 'not-there.js') } as object),
        /There is no program at .*not-there\.js/,
      );
      assert.equal(session.recorder.failures.length, 2);
    });
  });
});

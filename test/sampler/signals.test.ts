// Programs that are stopped, that a signal ends, or that a signal reaches: what they did until then is kept.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ENDING_SIGNALS } from '../../src/sampler/ending-signals.ts';
import { BUSY, sendWhenReady } from './busy-program.ts';
import { ownTime, record, shareOfFunction, writeProgram } from './run-program.ts';

describe('Stop', () => {
  it('ends an endless loop and keeps what was recorded', async () => {
    const path = writeProgram(`${BUSY}console.log('ready'); for (;;) hot(10);`);
    const run = await record(path, {
      during: async program => {
        // Its handler is there before it is busy.
        while (program.progress.samples < 50) await new Promise(resolve => setTimeout(resolve, 20));
        await program.stop();
      },
    });
    assert.deepEqual(run.exit, { code: null, signal: 'SIGINT' });
    assert.ok(shareOfFunction(run, 'hot') > 0.7);
  });

  it('ends a program that ignores SIGINT', async () => {
    const path = writeProgram(
      `process.on('SIGINT', () => {}); ${BUSY}; setInterval(() => {}, 1000);`,
    );
    const run = await record(path, {
      during: async program => {
        // Its handler is there before it is busy.
        while (program.progress.samples < 50) await new Promise(resolve => setTimeout(resolve, 20));
        await program.stop();
      },
    });
    assert.deepEqual(run.exit, { code: null, signal: 'SIGKILL' });
    assert.ok(shareOfFunction(run, 'hot') > 0.05);
  });
});

describe('A program that a signal ends', () => {
  for (const signal of ENDING_SIGNALS)
    it(`has what it did until then, ${signal} or not`, async () => {
      const path = writeProgram(`
function last() { for (const end = performance.now() + 5000; performance.now() < end; ); }
setTimeout(() => { console.log('ready'); last(); }, 1200);
`);
      // Within a chunk, which takes a second: nobody has fetched it.
      const run = await record(path, {
        onOutput: (text, pid) => {
          if (text.includes('ready')) setTimeout(() => process.kill(pid, signal), 300);
        },
      });
      assert.deepEqual(run.exit, { code: null, signal });
      const ms = (shareOfFunction(run, 'last') * ownTime(run)) / 1000;
      assert.ok(ms > 150, `${ms} ms of it are known`);
    });
});

describe(
  'A signal',
  { skip: process.platform !== 'linux' && 'told apart by what Linux says' },
  () => {
    it('reaches a program once that is in native code for long', async () => {
      const path = writeProgram(`
let count = 0;
process.on('SIGTERM', () => count++);
require('node:fs').writeSync(1, 'ready');
const end = Date.now() + 1500;
while (Date.now() < end) require('node:crypto').pbkdf2Sync('a', 'b', 1e6, 64, 'sha512');
setTimeout(() => { console.log(count); process.exit(); }, 100);`);
      const run = await record(path, sendWhenReady('SIGTERM'));
      assert.deepEqual([run.stdout, run.exit], ['ready1\n', { code: 0, signal: null }]);
    });

    it("that is none of Node.js' listeners', but of native code, ends no recording", async () => {
      // An add-on that listens natively, as those do that write dumps: a worker thread's own handle is not seen by us.
      const path = writeProgram(`
const { Worker } = require('node:worker_threads');
new Worker(\`
  const { Signal } = require('internal/test/binding').internalBinding('signal_wrap');
  const signal = new Signal();
  signal.onsignal = () => require('node:fs').writeSync(1, ' heard');
  signal.start(require('node:os').constants.signals.SIGUSR2);
  require('node:fs').writeSync(1, 'ready');
\`, { eval: true });
function after() { for (const end = performance.now() + 800; performance.now() < end; ); }
setTimeout(() => { after(); process.exit(); }, 1500);`);
      const run = await record(path, {
        nodeArgs: ['--expose-internals', '--no-warnings'],
        ...sendWhenReady('SIGUSR2'),
      });
      assert.deepEqual([run.stdout, run.exit], ['ready heard', { code: 0, signal: null }]);
      const ms = (shareOfFunction(run, 'after') * ownTime(run)) / 1000;
      assert.ok(ms > 600, `${ms} ms after it are known`);
    });

    it('leaves the last chunk of a program whose worker thread is in native code', async () => {
      const path = writeProgram(`
const { Worker } = require('node:worker_threads');
new Worker('require("node:crypto").pbkdf2Sync("a", "b", 2e7, 64, "sha512")', { eval: true });
function last() { for (const end = performance.now() + 8000; performance.now() < end; ); }
setTimeout(() => { require('node:fs').writeSync(1, 'ready'); last(); }, 1200);`);
      const run = await record(path, {
        onOutput: (text, pid) => {
          if (text.includes('ready')) setTimeout(() => process.kill(pid, 'SIGTERM'), 300);
        },
      });
      assert.deepEqual(run.exit, { code: null, signal: 'SIGTERM' });
      const ms = (shareOfFunction(run, 'last') * ownTime(run)) / 1000;
      assert.ok(ms > 250, `${ms} ms of it are known`);
    });
  },
);

// However a program ends: it ends as it would without us, and the recording is kept.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BUSY, sendWhenReady } from './busy-program.ts';
import { ownTime, record, runPlainly, shareOfFunction, writeProgram } from './run-program.ts';
import type { RunOptions } from './run-program.ts';

interface Ending {
  readonly how: string;
  readonly code: string;
  readonly options?: RunOptions;
  /** What of its output is the same in every run. */
  readonly fixed?: (stderr: string) => string;
}

const WAIT = "setTimeout(() => console.log('ready'), 300); setInterval(() => {}, 1000);";
/** Where Node.js' own code stands depends on how many listeners there are. */
const withoutInternalLines = (stderr: string): string => stderr.replace(/\(node:.*\)/g, '(node:#)');
/** The stack of native code, which differs from run to run. */
const withoutNativeStack = (stderr: string): string =>
  stderr.replace(/^ *\d+: 0x.*\n/gm, '').replace(/:\d+:\d+$/gm, '');
const sameText = (stderr: string): string => stderr;
const firstLine = (stderr: string): string => stderr.split('\n')[0] ?? '';

const ENDINGS: readonly Ending[] = [
  { how: 'returns', code: '' },
  { how: 'returns with an exit code', code: 'process.exitCode = 3;' },
  {
    how: 'calls process.exit',
    code: "process.on('exit', () => console.log('bye')); process.exit(7);",
  },
  { how: 'calls process.exit in a timer', code: 'setTimeout(() => process.exit(9), 5);' },
  {
    how: 'changes its exit code as it exits',
    code: "process.on('exit', () => { process.exitCode = 5; });",
  },
  { how: 'calls process.reallyExit', code: 'process.reallyExit(4);' },
  { how: 'throws', code: "throw new TypeError('no good');" },
  { how: 'throws what is no error', code: "throw { no: 'error' };" },
  { how: 'throws in a timer', code: "setTimeout(() => { throw new Error('late'); }, 5);" },
  {
    how: 'throws while it exits',
    code: "process.on('exit', () => { throw new Error('at exit'); });",
    fixed: withoutInternalLines,
  },
  {
    how: 'looks into everything that is emitted',
    code: "const { prototype } = require('events'); const { emit } = prototype; prototype.emit = function (name, ...args) { if (this === process) console.log(name); return emit.call(this, name, ...args); };",
  },
  { how: 'leaves a rejection unhandled', code: "Promise.reject(new Error('rejected'));" },
  {
    how: 'handles what is not caught',
    code: "process.on('uncaughtException', e => console.log(e.message)); throw new Error('x');",
  },
  { how: 'aborts', code: 'process.abort();', fixed: withoutNativeStack },
  { how: 'sends itself SIGTERM', code: `process.kill(process.pid, 'SIGTERM'); ${WAIT}` },
  { how: 'sends itself SIGKILL', code: `process.kill(process.pid, 'SIGKILL'); ${WAIT}` },
  { how: 'crashes natively', code: `process.kill(process.pid, 'SIGSEGV'); ${WAIT}` },
  { how: 'is interrupted', code: WAIT, options: sendWhenReady('SIGINT') },
  { how: 'is terminated', code: WAIT, options: sendWhenReady('SIGTERM') },
  { how: 'loses its terminal', code: WAIT, options: sendWhenReady('SIGHUP') },
  { how: 'is quit', code: WAIT, options: sendWhenReady('SIGQUIT') },
  { how: 'is killed', code: WAIT, options: sendWhenReady('SIGKILL') },
  {
    how: 'handles SIGTERM itself',
    code: `process.on('SIGTERM', s => { console.log('got', s); process.exit(12); }); ${WAIT}`,
    options: sendWhenReady('SIGTERM'),
  },
  {
    how: 'is killed while it computes',
    code: "console.log('ready'); for (;;);",
    options: sendWhenReady('SIGKILL'),
  },
  {
    how: 'runs out of memory',
    code: 'const all = []; for (;;) all.push(new Array(1000).fill(all.length));',
    options: { nodeArgs: ['--max-old-space-size=30'] },
    fixed: firstLine,
  },
];

describe(
  'A program under the sampler ends as it would without it, and its time is kept, when it',
  { concurrency: 3 },
  () => {
    for (const { how, code, options = {}, fixed = sameText } of ENDINGS) {
      it(how, async () => {
        const path = writeProgram(BUSY + code);
        const plain = await runPlainly(path, options);
        const run = await record(path, options);
        assert.deepEqual(run.exit, plain.exit);
        assert.deepEqual(run.recording.session.meta.exit, plain.exit);
        assert.equal(run.stdout, plain.stdout);
        assert.equal(fixed(run.stderr), fixed(plain.stderr));
        assert.ok(shareOfFunction(run, 'hot') > 0.3, `${shareOfFunction(run, 'hot')}`);
      });
    }
  },
);

it('What a program does after it told its own listeners of something as it exits is recorded', async () => {
  const exit = "process.once('exit', () => { process.emit('told'); hot(300); });";
  const run = await record(writeProgram(BUSY + exit));
  assert.ok(ownTime(run) > 550_000, `${ownTime(run)} of 600,000 µs`);
});

describe('The end of a program is recorded that', () => {
  const programs = {
    'breaks the iteration of arrays':
      "Array.prototype[Symbol.iterator] = () => { throw new Error('not iterable'); }; (async () => { await 1; })();",
    'breaks what functions have':
      "const { prototype } = Function; prototype.call = prototype.apply = prototype.bind = () => { throw new Error('no function'); };",
    'takes all that it has of emitters from `process`': 'Object.setPrototypeOf(process, null);',
    'deletes `process.emit`': 'delete process.emit;',
    'deletes `process.emit` and puts its own there':
      "const { emit } = process; delete process.emit; process.emit = function (...args) { return emit.apply(this, args); }; process.on('exit', code => console.log('exit', code));",
    'has a `process.emit` that cannot be changed':
      "Object.defineProperty(process, 'emit', { value: process.emit, writable: false, configurable: false }); process.on('exit', code => console.log('exit', code));",
  };
  for (const [what, code] of Object.entries(programs))
    it(what, async () => {
      const path = writeProgram(`${BUSY}${code} hot(300);`);
      const plain = await runPlainly(path);
      const run = await record(path);
      assert.deepEqual(
        [run.exit, run.stdout, run.stderr],
        [plain.exit, plain.stdout, plain.stderr],
      );
      assert.ok(ownTime(run) > 550_000, `${ownTime(run)} of 600,000 µs`);
    });
});

describe('A short program', () => {
  it('of 20 ms is recorded', async () => {
    const path = writeProgram(BUSY.replace('300', '20'));
    const run = await record(path);
    assert.deepEqual(run.exit, { code: 0, signal: null });
    assert.ok(shareOfFunction(run, 'hot') > 0.3);
  });
});

// What a program sees of its surroundings, and prints, is what it sees and prints without us.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { record, runPlainly, writeProgram } from './run-program.ts';
import type { RunOptions } from './run-program.ts';

interface Program {
  readonly what: string;
  readonly code: string;
  readonly extension?: string;
  readonly options?: RunOptions;
}

const show = (expression: string): string => `console.log(JSON.stringify(${expression}));`;

const FOLDER = dirname(writeProgram(''));

const PROGRAMS: readonly Program[] = [
  {
    what: 'its arguments',
    code: show('[process.argv, process.execArgv, process.execPath, process.argv0, process.title]'),
    options: { args: ['--port', '80', 'a b', 'ü', '', '--', '-x'], nodeArgs: ['--no-warnings'] },
  },
  {
    what: 'its environment',
    code: show('process.env'),
    options: { env: { PATH: process.env['PATH'], NAME: 'a=b c', EMPTY: '', HOME: '/nowhere' } },
  },
  {
    what: 'properties that all objects inherit',
    code: "Object.prototype.get = Object.prototype.set = function () { return 5; }; setTimeout(() => console.log('timer'), 20); queueMicrotask(() => console.log('task')); (async () => { await null; console.log('await'); })();",
  },
  {
    what: 'its NODE_OPTIONS',
    code: show('[process.env.NODE_OPTIONS, process.execArgv, Object.keys(process.env).length]'),
    options: { env: { PATH: process.env['PATH'], NODE_OPTIONS: '--max-old-space-size=512' } },
  },
  {
    what: 'its streams',
    code: show(
      '[process.stdin.isTTY, process.stdout.isTTY, process.stderr.isTTY, process.channel]',
    ),
  },
  {
    what: 'its main module',
    code: show('[require.main === module, module.children, module.paths.length, __filename]'),
  },
  { what: 'its modules', code: show('Object.keys(require.cache)') },
  {
    what: 'its place as an ES module',
    code: show('[import.meta.url, import.meta.filename, this]'),
    extension: '.mjs',
  },
  {
    what: 'its stdin',
    code: "process.stdin.setEncoding('utf8'); process.stdin.on('data', text => console.log(text.toUpperCase())); process.stdin.on('end', () => console.log('end'));",
    options: { stdin: 'one\ntwo ü\n' },
  },
  {
    what: 'the listeners of its process',
    code: show('process.eventNames().map(name => [String(name), process.listenerCount(name)])'),
  },
  {
    what: 'the names of its globals',
    code: show('[Object.getOwnPropertyNames(globalThis).sort(), Object.keys(process).sort()]'),
  },
  {
    what: 'its functions',
    code: show(
      '[process.emit.name, process.kill.toString().length, process.reallyExit.name, require("child_process").ChildProcess.prototype.spawn.name]',
    ),
  },
  {
    what: 'what keeps it alive',
    code: show('[process.getActiveResourcesInfo(), process._getActiveHandles().length]'),
  },
  { what: 'the stack of an error', code: 'console.log(new Error("here").stack);' },
  {
    what: 'the stack of an error that it asks for by an await',
    code: 'async function f() { await null; await null; console.log(new Error("here").stack); } async function g() { await f(); } g();',
  },
  { what: 'the limit of its stacks', code: show('Error.stackTraceLimit') },
  {
    what: 'the order of its microtasks',
    code: "setTimeout(() => console.log('timer')); setImmediate(() => console.log('immediate')); process.nextTick(() => console.log('tick')); Promise.resolve().then(() => console.log('then')); queueMicrotask(() => console.log('micro')); (async () => { await null; console.log('await'); })();",
  },
  { what: 'the warnings of Node.js', code: "process.emitWarning('careful'); new Buffer(1);" },
  {
    what: 'its worker threads',
    code: "const { Worker, isMainThread, threadId, workerData } = require('node:worker_threads'); if (isMainThread) { console.log(threadId); new Worker(__filename, { workerData: 7 }); } else console.log(JSON.stringify([threadId > 0, workerData, Object.keys(process.env).length, process.env.NODE_OPTIONS, process.execArgv]));",
  },
  {
    what: 'its child processes',
    code: "const { execFileSync, fork } = require('node:child_process'); if (process.argv[2] === 'child') { console.log(JSON.stringify([process.execArgv, process.env.NODE_OPTIONS, Object.keys(process.env).length])); } else { process.stdout.write(execFileSync(process.execPath, [__filename, 'child'])); fork(__filename, ['child']).on('exit', code => console.log(code)); }",
  },
];

describe('A program under the sampler sees as it would without it', { concurrency: 3 }, () => {
  for (const { what, code, extension, options } of PROGRAMS) {
    it(what, async () => {
      const path = writeProgram(code, extension);
      const plain = await runPlainly(path, options);
      const run = await record(path, options);
      assert.deepEqual(
        { stdout: run.stdout, stderr: withoutPid(run.stderr), exit: run.exit },
        { stdout: plain.stdout, stderr: withoutPid(plain.stderr), exit: plain.exit },
      );
    });
  }

  it('its working directory', async () => {
    const cwd = join(FOLDER, 'a folder');
    mkdirSync(cwd, { recursive: true });
    const run = await record(writeProgram('console.log(process.cwd())'), { cwd });
    assert.equal(run.stdout, `${cwd}\n`);
  });
});

function withoutPid(text: string): string {
  return text.replace(/\(node:\d+\)/g, '(node:#)');
}

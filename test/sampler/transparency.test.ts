// What a program sees of its surroundings, and prints, is what it sees and prints without us.

import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { record, runPlainly, shareOfFunction, timesOf, writeProgram } from './run-program.ts';
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

const HOT = `
function hot(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
`;

const HOSTILE: readonly Program[] = [
  {
    what: 'replaces Error.prepareStackTrace',
    code: "Error.prepareStackTrace = () => { throw new Error('never'); };",
  },
  {
    what: 'makes Error.prepareStackTrace read-only',
    code: "Object.defineProperty(Error, 'prepareStackTrace', { value: () => 'mine', writable: false, configurable: false });",
  },
  { what: 'sets Error.stackTraceLimit to 0', code: 'Error.stackTraceLimit = 0;' },
  { what: 'deletes Error.stackTraceLimit', code: 'delete Error.stackTraceLimit;' },
  {
    what: 'freezes the built-ins',
    code: 'for (const name of ["Array", "Atomics", "Error", "Function", "JSON", "Map", "Math", "Number", "Object", "Promise", "Reflect", "RegExp", "Set", "String", "Symbol", "WeakMap", "WeakRef", "console", "process"]) { Object.freeze(globalThis[name]); if (globalThis[name].prototype) Object.freeze(globalThis[name].prototype); }',
  },
  { what: 'freezes process', code: 'Object.freeze(process);' },
  {
    what: 'replaces console',
    code: 'globalThis.console = { log() { process.stdout.write("mine\\n"); } };',
  },
  {
    what: 'mocks built-in functions',
    code: "JSON.stringify = Error.captureStackTrace = () => { throw new Error('mocked'); }; (async () => { await new Promise(done => setTimeout(done, 30)); console.log(Error.stackTraceLimit); })();",
  },
  {
    what: 'patches the streams that sockets are',
    code: "const { Readable } = require('stream'), net = require('net'); let pushes = 0; const { push } = Readable.prototype; Readable.prototype.push = function (...args) { if (this instanceof net.Socket) pushes++; return push.apply(this, args); }; const server = net.createServer(s => s.end('x')).listen(0, () => net.connect(server.address().port).on('data', () => {}).on('close', () => { server.close(); console.log(pushes > 0); }));",
  },
  { what: 'replaces Promise', code: 'globalThis.Promise = class {};' },
  {
    what: 'replaces globals that a profiler might use',
    code: 'for (const name of ["Map", "WeakMap", "WeakRef", "Set", "Array", "JSON", "Math", "Error", "Atomics", "SharedArrayBuffer", "Reflect"]) globalThis[name] = undefined;',
  },
  {
    what: 'breaks the prototypes of built-ins',
    code: 'Map.prototype.get = Map.prototype.set = () => { throw new TypeError("broken"); };',
  },
  { what: 'closes the inspector', code: "require('node:inspector').close();" },
  {
    what: 'profiles itself',
    code: "const { Session } = require('node:inspector'); const session = new Session(); session.connect(); session.post('Profiler.enable'); session.post('Profiler.start'); hot(50); session.post('Profiler.stop', () => console.log('stopped'));",
  },
  {
    what: 'debugs itself',
    code: "const { Session } = require('node:inspector'); const session = new Session(); session.connect(); session.post('Debugger.enable'); session.on('Debugger.paused', () => console.log('paused')); for (let i = 0; i < 2; i++) { debugger; } hot(800);",
  },
  {
    what: 'is profiled by Node.js itself',
    code: 'hot(300);',
    options: { nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${join(FOLDER, 'profiles')}`] },
  },
  {
    what: 'uses console.profile',
    code: "console.profile('mine'); hot(30); console.profileEnd('mine');",
  },
  { what: 'removes the listeners of its process', code: 'process.removeAllListeners();' },
  {
    what: 'replaces process.emit and process.exit',
    code: 'const emit = process.emit; process.emit = function (...args) { return Reflect.apply(emit, process, args); }; const exit = process.exit; process.exit = code => exit(code);',
  },
  {
    what: 'looks into what is listened for',
    code: 'const { on } = process; process.on = function (name, ...rest) { console.log(name); return on.call(this, name, ...rest); };',
  },
  {
    what: 'replaces process',
    code: 'globalThis.process = { stdout: process.stdout };',
  },
  {
    what: 'uses promise hooks itself',
    code: "const { promiseHooks } = require('node:v8'); let count = 0; const stop = promiseHooks.onInit(() => { count++; }); Promise.resolve(); Promise.resolve(); stop(); console.log(count);",
  },
  {
    what: 'uses async hooks itself',
    code: "const hooks = require('node:async_hooks'); const storage = new hooks.AsyncLocalStorage(); storage.run(7, async () => { await null; console.log(storage.getStore()); });",
  },
  {
    what: 'forbids code from strings',
    code: 'hot(10);',
    options: { nodeArgs: ['--disallow-code-generation-from-strings'] },
  },
  {
    what: 'freezes intrinsics',
    code: 'hot(10);',
    options: { nodeArgs: ['--frozen-intrinsics', '--no-warnings'] },
  },
];

describe('A program is recorded, and prints the same, although it', { concurrency: 3 }, () => {
  for (const { what, code, options } of HOSTILE) {
    it(what, async () => {
      const path = writeProgram(
        `${HOT}${code}\nhot(200); (async () => { await null; hot(50); process.stdout.write('done\\n'); })();`,
      );
      const plain = await runPlainly(path, options);
      const run = await record(path, options);
      assert.deepEqual(
        { stdout: run.stdout, stderr: run.stderr, exit: run.exit },
        { stdout: plain.stdout, stderr: plain.stderr, exit: plain.exit },
      );
      const share = shareOfFunction(run, 'hot');
      assert.ok(share > 0.5, `hot has a share of ${share}`);
    });
  }
});

describe('The line that awaits has its waiting time in a program that', { concurrency: 3 }, () => {
  const ways = {
    'freezes Error': 'Object.freeze(Error);',
    'makes Error.stackTraceLimit read-only':
      "Object.defineProperty(Error, 'stackTraceLimit', { value: 5, writable: false });",
    'makes Error.prepareStackTrace read-only':
      "Object.defineProperty(Error, 'prepareStackTrace', { value: () => 'mine', writable: false });",
    'replaces Error': 'globalThis.Error = class extends Error { static prepareStackTrace() {} };',
  };
  for (const [what, code] of Object.entries(ways)) {
    it(what, async () => {
      const path = writeProgram(`${code}
const sleep = ms => new Promise(done => setTimeout(done, ms));
(async () => {
  for (let i = 0; i < 3; i++) await sleep(20);
  await sleep(300);
})();`);
      const run = await record(path);
      const waitingUs = timesOf(run)?.lines.get(5)?.waiting ?? 0;
      assert.ok(waitingUs > 0.8 * 300_000, `${waitingUs} us on line 5`);
    });
  }
});

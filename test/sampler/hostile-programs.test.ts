// Programs that break, replace or use themselves what a profiler needs: they are recorded, and print the same.

import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { record, runPlainly, shareOfFunction, timesOf, writeProgram } from './run-program.ts';
import type { RunOptions } from './run-program.ts';

interface Program {
  readonly what: string;
  readonly code: string;
  readonly options?: RunOptions;
}

const FOLDER = dirname(writeProgram(''));

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

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findAddon } from '../../src/sampler/in-process/load-addon.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs code in a process of its own that has the built library; gives what it prints. */
async function run(code: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [...args, '-e', code], {
    cwd: ROOT,
    timeout: 30_000,
  });
}

const BURN = `function burnRed(ms) { const end = performance.now() + ms; while (performance.now() < end) Math.sqrt(end); }`;

describe('A process that uses the library', () => {
  it('can require it', async () => {
    const { stdout } = await run(`
      const { Profiler } = require('hotpath');
      ${BURN}
      const profiler = new Profiler().start();
      burnRed(50);
      profiler.stop().then(() => console.log(profiler.outputText()));`);
    assert.match(stdout, /burnRed/);
  });

  it('can import it', async () => {
    const code = `
      import { Profiler } from 'hotpath';
      ${BURN}
      const profiler = new Profiler().start();
      burnRed(50);
      await profiler.stop();
      profiler.print();`;
    const { stdout } = await run(code, '--input-type=module');
    assert.match(stdout, /burnRed/);
  });

  it('ends when it has no more to do, with nothing said, though a profiler runs', async () => {
    const { stdout, stderr } = await run(`
      const { Profiler } = require('hotpath');
      new Profiler().start();
      setTimeout(() => console.log('done'), 100);`);
    assert.deepEqual([stdout, stderr], ['done\n', '']);
  });

  it('keeps its exit code when it exits while a profiler runs', async () => {
    const code = `
      const { Profiler } = require('hotpath');
      new Profiler().start();
      setTimeout(() => process.exit(7), 100);`;
    await assert.rejects(run(code), { code: 7, stderr: '' });
  });

  it('can profile in its worker threads', async () => {
    const { stdout } = await run(`
      const { Worker } = require('node:worker_threads');
      const code = \`
        const { Profiler } = require('hotpath');
        ${BURN}
        const profiler = new Profiler().start();
        burnRed(50);
        profiler.stop().then(() => require('node:worker_threads').parentPort.postMessage(profiler.outputText()));
      \`;
      new Worker(code, { eval: true }).on('message', text => console.log(text));`);
    assert.match(stdout, /burnRed/);
  });

  it('does not see it in its profiles', async () => {
    const { stdout } = await run(`
      const { Profiler, profile } = require('hotpath');
      ${BURN}
      const inner = profile(() => burnRed(30), { onSession() {} });
      const profiler = new Profiler({ intervalMs: 0.1 }).start();
      for (let i = 0; i < 3; i++) inner();
      profiler.stop().then(() => console.log(profiler.outputText({ showAll: true })));`);
    assert.match(stdout, /burnRed/);
    assert.doesNotMatch(stdout, /dist\/|v8-profiler-next/);
  });

  const skip = findAddon() === undefined ? 'the addon does not load here' : false;

  it('starts no other program, and loads nothing that is for installing', { skip }, async () => {
    const { stdout } = await run(`
      const { Profiler } = require('hotpath');
      const childProcess = require('node:child_process');
      let spawned = 0;
      const { spawnSync } = childProcess;
      childProcess.spawnSync = (...args) => { spawned++; return spawnSync(...args); };
      new Profiler().start().stop().then(() => {
        const installers = Object.keys(require.cache).filter(path => path.includes('node-pre-gyp'));
        console.log(spawned, installers.length);
      });`);
    assert.equal(stdout.trim(), '0 0');
  });

  it('keeps no more of a thousand profiles than of a hundred', async () => {
    const { stdout } = await run(
      `
      const { Profiler } = require('hotpath');
      ${BURN}
      const heap = () => { gc(); return process.memoryUsage().heapUsed; };
      const many = async count => {
        for (let i = 0; i < count; i++) {
          const profiler = new Profiler({ asyncMode: 'strict' }).start();
          await new Promise(resolve => setImmediate(resolve));
          burnRed(1);
          await profiler.stop();
        }
      };
      (async () => {
        await many(100);
        const before = heap();
        await many(900);
        console.log((heap() - before) / 1e6);
      })();`,
      '--expose-gc',
    );
    assert.ok(Number(stdout) < 3, `grew by ${stdout} MB`);
  });
});

/** What programs do to the class that tells us who runs. */
const ERRORS: Record<string, string> = {
  'freezes Error': 'Object.freeze(Error);',
  'makes the depth of its stacks read-only':
    "Object.defineProperty(Error, 'stackTraceLimit', { value: 10, writable: false });",
  'lets nobody else write out stacks':
    "Object.defineProperty(Error, 'prepareStackTrace', { value: () => 'none', configurable: false });",
  'has errors of its own':
    'globalThis.Error = class Error { static prepareStackTrace() { return "none"; } };',
};

const SIDE_BY_SIDE = `
  const burn = ms => { const end = performance.now() + ms; while (performance.now() < end) Math.sqrt(end); };
  function burnRed(ms) { burn(ms); }
  function burnBlue(ms) { burn(ms); }
  const wait = ms => new Promise(done => setTimeout(done, ms));
  async function task(work) {
    const profiler = new Profiler({ asyncMode: 'strict' }).start();
    await wait(5);
    work(60);
    await profiler.stop();
    return profiler.outputText({ showAll: true });
  }
  Promise.all([task(burnRed), task(burnBlue)]).then(texts => console.log(texts.join('---')));`;

describe('Two profilers side by side', () => {
  for (const [what, code] of Object.entries(ERRORS))
    for (const when of ['before it loads the library', 'afterwards'])
      it(`each see their own code in a program that ${what} ${when}`, async () => {
        const load = "const { Profiler } = require('hotpath');";
        const { stdout } = await run(
          (when === 'afterwards' ? [load, code] : [code, load]).join('\n') + SIDE_BY_SIDE,
        );
        const found = stdout.split('---').map(text => text.match(/burn(?:Red|Blue)/g)?.join());
        assert.deepEqual(found, ['burnRed', 'burnBlue']);
        assert.match(stdout, /Program: Profile at \S*\[eval\]/);
      });
});

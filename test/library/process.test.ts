import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

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

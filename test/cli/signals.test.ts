// Programs that signals end, or that listen for them, under the command.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ENDING_SIGNALS } from '../../src/sampler/ending-signals.ts';
import { folderWith, hotpath, split } from './run-command.ts';

/** Says that it is ready, then waits to be ended. */
const WAITING = `
function spin(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
spin(60);\nconsole.log('ready');\nsetInterval(() => {}, 1000);\n`;

describe('hotpath and signals', () => {
  for (const signal of ENDING_SIGNALS) {
    it(`ends the program on ${signal}, reports, and ends by it too`, async context => {
      const cwd = folderWith(context, { 'app.js': WAITING });
      const ended = await hotpath(['app.js'], {
        cwd,
        onOutput: (stdout, child) => stdout === 'ready\n' && child.kill(signal),
      });
      const { own, report } = split(ended.stdout);
      assert.equal(own, 'ready\n');
      assert.match(report, new RegExp(`^Ended by: ${signal}$`, 'm'));
      assert.match(report, / spin {2}app\.js:2$/m);
      assert.equal(ended.signal, signal);
    });
  }

  for (const signal of ['SIGABRT', 'SIGSEGV', 'SIGQUIT'] as const) {
    it(`ends by ${signal} as a program does that it ends`, async context => {
      const cwd = folderWith(context, {});
      const code = `process.kill(process.pid, '${signal}'); setInterval(() => {}, 1000);`;
      const ended = await hotpath(['-o', 'report.txt', '-e', code], { cwd });
      assert.deepEqual([ended.code, ended.signal], [null, signal]);
    });
  }

  for (const signal of ['SIGUSR2', 'SIGALRM'] as const)
    it(`passes ${signal} on that is sent to it`, async context => {
      const handler = `process.on('${signal}', () => { console.log('again'); process.exit(5); });`;
      const cwd = folderWith(context, { 'app.js': handler + WAITING });
      const ended = await hotpath(['-o', 'report.txt', 'app.js'], {
        cwd,
        onOutput: (stdout, child) => stdout === 'ready\n' && child.kill(signal),
      });
      assert.equal(ended.stdout, 'ready\nagain\n');
      assert.equal(ended.code, 5);
    });

  it('ends by an alarm that ends the program, and reports', async context => {
    const cwd = folderWith(context, { 'app.js': WAITING });
    const ended = await hotpath(['app.js'], {
      cwd,
      onOutput: (stdout, child) => stdout === 'ready\n' && child.kill('SIGALRM'),
    });
    assert.match(split(ended.stdout).report, /^Ended by: SIGALRM$/m);
    assert.equal(ended.signal, 'SIGALRM');
  });

  it('leaves it to the program how to end', async context => {
    const handler = `process.on('SIGINT', () => { console.log('bye'); process.exit(5); });`;
    const cwd = folderWith(context, { 'app.js': handler + WAITING });
    const ended = await hotpath(['app.js'], {
      cwd,
      onOutput: (stdout, child) => stdout === 'ready\n' && child.kill('SIGINT'),
    });
    assert.equal(split(ended.stdout).own, 'ready\nbye\n');
    assert.equal(ended.code, 5);
  });

  for (const signal of ENDING_SIGNALS) {
    it(`lets the program have ${signal} once where it is sent to all of a group`, async context => {
      const handler = `process.on('${signal}', () => { console.log('told'); setTimeout(process.exit, 600, 5); });`;
      const cwd = folderWith(context, { 'app.js': handler + WAITING });
      const ended = await hotpath(['-o', 'report.txt', 'app.js'], {
        cwd,
        detached: true,
        // As `timeout` does it.
        onOutput: (stdout, child) => {
          if (stdout !== 'ready\n') return;
          child.kill(signal);
          process.kill(-child.pid!, signal);
        },
      });
      assert.equal(ended.stdout, 'ready\ntold\n');
      assert.equal(ended.code, 5);
    });
  }

  it('ends the program on Ctrl-C where it waits for a child that ends of it too, before its next step', async context => {
    const steps = `
      const { spawnSync } = require('node:child_process');
      for (const step of ['first', 'second']) {
        console.log(step);
        const { signal } = spawnSync(process.execPath, ['-e', 'console.log("ready"); setTimeout(() => {}, 5000)'], {
          stdio: 'inherit',
          env: {},
        });
        console.log(step, signal);
      }`;
    const cwd = folderWith(context, { 'app.js': steps });
    const ended = await hotpath(['-o', 'report.txt', 'app.js'], {
      cwd,
      detached: true,
      onOutput: (stdout, child) =>
        stdout === 'first\nready\n' && process.kill(-child.pid!, 'SIGINT'),
    });
    assert.equal(ended.stdout, 'first\nready\n');
    assert.equal(ended.signal, 'SIGINT');
  });

  it('gives the program each of two signals', async context => {
    const handler = `let count = 0; process.on('SIGTERM', () => { console.log('told'); if (++count === 2) process.exit(5); });`;
    const cwd = folderWith(context, { 'app.js': handler + WAITING });
    const ended = await hotpath(['-o', 'report.txt', 'app.js'], {
      cwd,
      onOutput: (stdout, child) => /^ready\n(?:told\n)?$/.test(stdout) && child.kill('SIGTERM'),
    });
    assert.equal(ended.stdout, 'ready\ntold\ntold\n');
    assert.equal(ended.code, 5);
  });

  it('kills a program that ignores the first interrupt on the second', async context => {
    const handler = `process.on('SIGINT', () => console.log('no'));`;
    const cwd = folderWith(context, { 'app.js': handler + WAITING });
    const ended = await hotpath(['app.js'], {
      cwd,
      onOutput: (stdout, child) => /^ready\n(?:no\n)?$/.test(stdout) && child.kill('SIGINT'),
    });
    assert.equal(split(ended.stdout).own, 'ready\nno\n');
    assert.equal(ended.signal, 'SIGKILL');
  });
});

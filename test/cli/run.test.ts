// Runs real programs through the command as a process, beside plain `node`.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { ENDING_SIGNALS } from '../../src/sampler/ending-signals.ts';
import { folderWith, hotpath, plainNode } from './run-command.ts';

const BUSY = `
function spin(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
`;
const SPIN = `${BUSY}\nspin(120);\n`;
/** Says that it is ready, then waits to be ended. */
const WAITING = `${BUSY}\nspin(60);\nconsole.log('ready');\nsetInterval(() => {}, 1000);\n`;

const HEADER = '\n   )\n  ) \\     H O T P A T H';

/** What the program printed, and the report after it. */
function split(stdout: string): { own: string; report: string } {
  const start = stdout.indexOf(HEADER);
  assert.ok(start >= 0, `no report in: ${stdout}`);
  return { own: stdout.slice(0, start), report: stdout.slice(start) };
}

describe('hotpath script.js', () => {
  it('prints the report after what the program prints, and names the hot function', async context => {
    const cwd = folderWith(context, { 'app.js': `${SPIN}console.log('done');` });
    const { stdout, stderr, code } = await hotpath(['app.js'], { cwd });
    const { own, report } = split(stdout);
    assert.equal(own, 'done\n');
    assert.match(report, /^Program: node app\.js$/m);
    assert.match(report, /^.*0\.\d{3} spin {2}app\.js:2$/m);
    assert.equal(stderr, '');
    assert.equal(code, 0);
  });

  it('gives the program what a plain run gives it', async context => {
    const program = `
      const { argv, argv0, execArgv, env } = process;
      process.stdin.setEncoding('utf8').on('data', text => {
        console.log(JSON.stringify([argv, argv0, execArgv, process.cwd(), env.X, env.NODE_OPTIONS, text]));
        console.error('on stderr');
        process.exitCode = 7;
      });
    `;
    const cwd = folderWith(context, { 'app.js': program });
    const options = { cwd, stdin: 'typed', env: { X: '1' } };
    const args = ['app.js', '--port', '80', '-o', 'x', '--', ''];
    const plain = await plainNode(args, options);
    const profiled = await hotpath(['-i', '500us', ...args], options);
    const { own, report } = split(profiled.stdout);
    assert.equal(own, plain.stdout);
    assert.equal(profiled.stderr, plain.stderr);
    assert.equal(profiled.code, 7);
    assert.match(report, /^Exit code: 7$/m);
  });

  it('reports on a program that throws, whose own message stays', async context => {
    const cwd = folderWith(context, { 'app.js': `${SPIN}\nthrow new Error('broken');` });
    const plain = await plainNode(['app.js'], { cwd });
    const { stdout, stderr, code } = await hotpath(['app.js'], { cwd });
    assert.match(split(stdout).report, / spin {2}app\.js:2$/m);
    assert.equal(stderr, plain.stderr);
    assert.equal(code, 1);
  });

  it('writes the report to a file, whole, and leaves stdout to the program', async context => {
    const cwd = folderWith(context, {
      'app.js': `${SPIN}\nconsole.log('done');\nprocess.exit(3);`,
    });
    const { stdout, code } = await hotpath(['-o', 'out.json', 'app.js'], { cwd });
    assert.equal(stdout, 'done\n');
    assert.equal(code, 3);
    const report = JSON.parse(readFileSync(join(cwd, 'out.json'), 'utf8')) as {
      exit: unknown;
      files: { path: string }[];
    };
    assert.deepEqual(report.exit, { code: 3, signal: null });
    assert.ok(report.files.some(({ path }) => path.endsWith('/app.js')));
    // 'data' is the user's data folder in these tests.
    assert.deepEqual(readdirSync(cwd).sort(), ['app.js', 'data', 'out.json']);
    assert.deepEqual(readdirSync(join(cwd, 'data', 'hotpath', 'unfinished')), []);
  });

  it('does not run the program when the report could not be made', async context => {
    const cwd = folderWith(context, { 'app.js': `console.log('ran')` });
    const { stdout, stderr, code } = await hotpath(['-r', 'pdf', 'app.js'], { cwd });
    assert.equal(stdout, '');
    assert.match(stderr, /^hotpath: [^\n]+\n$/);
    assert.equal(code, 2);
  });

  it('tells in one line that there is no such program', async context => {
    const cwd = folderWith(context, {});
    const { stdout, stderr, code } = await hotpath(['none.js'], { cwd });
    assert.equal(stdout, '');
    assert.match(stderr, /^hotpath: [^\n]*none\.js[^\n]*\n$/);
    assert.equal(code, 1);
  });
});

describe('hotpath -e and -m', () => {
  it('runs code', async context => {
    const cwd = folderWith(context, {});
    const { stdout } = await hotpath(
      ['-e', `${SPIN}console.log(process.argv.slice(1))`, 'a', '-b'],
      { cwd },
    );
    const { own, report } = split(stdout);
    assert.equal(own, "[ 'a', '-b' ]\n");
    assert.match(report, / spin {2}/);
  });

  it("runs a package's command", async context => {
    const cwd = folderWith(context, {});
    const { stdout, code } = await hotpath(['-m', 'prettier', '--version'], {
      cwd: join(import.meta.dirname, '../..'),
      env: { XDG_DATA_HOME: cwd },
    });
    assert.match(split(stdout).own, /^\d+\.\d+\.\d+\n$/);
    assert.equal(code, 0);
  });
});

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

  it('passes on what is sent to it', async context => {
    const handler = `process.on('SIGUSR2', () => { console.log('again'); process.exit(5); });`;
    const cwd = folderWith(context, { 'app.js': handler + WAITING });
    const ended = await hotpath(['-o', 'report.txt', 'app.js'], {
      cwd,
      onOutput: (stdout, child) => stdout === 'ready\n' && child.kill('SIGUSR2'),
    });
    assert.equal(ended.stdout, 'ready\nagain\n');
    assert.equal(ended.code, 5);
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

describe("A program under Node.js' permission model", () => {
  const flag = ['--permission', '--experimental-permission'].find(name =>
    process.allowedNodeEnvironmentFlags.has(name),
  );
  const skip = flag === undefined;

  for (const rights of [[], ['--allow-worker'], ['--allow-worker', '--allow-child-process']])
    it(
      `ends as it does without us where it has ${rights.join(' and ') || 'no right'}`,
      { skip },
      async context => {
        const cwd = folderWith(context, {
          'app.js': "console.log('done'); process.exitCode = Number(process.argv[2]);",
        });
        const flags = [String(flag), `--allow-fs-read=${join(cwd, 'app.js')}`, ...rights];
        for (const exitCode of [0, 7]) {
          const { stdout, stderr, code } = await hotpath([...flags, 'app.js', String(exitCode)], {
            cwd,
          });
          assert.deepEqual([stdout, code], ['done\n', exitCode], stderr);
          assert.match(stderr, /could not be recorded|before it came under the sampler/);
        }
      },
    );
});

describe('A program whose recorder is killed', () => {
  it('goes on to its end, also while it starts threads', async context => {
    const code = `
      const { Worker } = require('node:worker_threads');
      console.log('ready');
      for (let i = 0; i < 40; i++) {
        const flag = new Int32Array(new SharedArrayBuffer(4));
        const code = "Atomics.notify(require('node:worker_threads').workerData, 0)";
        new Worker(code, { eval: true, workerData: flag });
        if (Atomics.wait(flag, 0, 0, 20000) !== 'ok') throw new Error('The worker hangs.');
      }
      require('node:fs').writeFileSync('done', '');`;
    const cwd = folderWith(context, { 'app.js': code });
    await hotpath(['app.js'], { cwd, onOutput: (_stdout, child) => child.kill('SIGKILL') });
    for (let waits = 0; waits < 200 && !existsSync(join(cwd, 'done')); waits++)
      await setTimeout(50);
    assert.ok(existsSync(join(cwd, 'done')));
  });
});

describe('hotpath --load-prev', () => {
  it('shows a run again, which --list knows', async context => {
    const cwd = folderWith(context, { 'app.js': SPIN });
    await hotpath(['app.js'], { cwd });
    const list = await hotpath(['--list'], { cwd });
    const [id = ''] = list.stdout.split(' ', 1);
    assert.match(id, /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d$/);
    assert.match(list.stdout, /^\S+ +0\.\d{3} s +\d+ samples {2}node app\.js\n$/);
    const again = await hotpath(['-p', 'flat', '--load-prev', id], { cwd });
    assert.match(again.stdout, /^0\.\d{3} spin {2}app\.js:2$/m);
  });

  it('keeps a recording whose report fails', async context => {
    const render = 'export const render = () => { throw new Error("not today"); };';
    const cwd = folderWith(context, { 'app.js': SPIN, 'mine.mjs': render });
    const { stderr, code } = await hotpath(['-r', './mine.mjs', 'app.js'], { cwd });
    const [, id = ''] = /^hotpath: .*not today.* hotpath --load-prev (\S+)\n$/.exec(stderr) ?? [];
    assert.equal(code, 2);
    const { stdout } = await hotpath(['-p', 'flat', '--load-prev', id], { cwd });
    assert.match(stdout, /^0\.\d{3} spin {2}app\.js:2$/m);
  });

  it('keeps what was printed only', async context => {
    const cwd = folderWith(context, { 'app.js': SPIN });
    await hotpath(['-o', 'out.txt', 'app.js'], { cwd });
    await hotpath(['-r', 'json', 'app.js'], { cwd });
    assert.equal((await hotpath(['--list'], { cwd })).stdout, 'There are no reports yet.\n');
  });
});

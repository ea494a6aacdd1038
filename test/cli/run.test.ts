// Runs real programs through the command as a process, beside plain `node`.

import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { folderWith, hotpath, plainNode, split } from './run-command.ts';

const BUSY = `
function spin(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
}
`;
const SPIN = `${BUSY}\nspin(120);\n`;
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

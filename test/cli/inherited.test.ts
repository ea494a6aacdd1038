// A program has what it would have from its parent under plain `node`: open files, a channel, its working directory.

import assert from 'node:assert/strict';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { BUILT, builtHotpath } from './run-command.ts';

const root = mkdtempSync(join(tmpdir(), 'hotpath-inherited-'));
after(() => {
  rmSync(root, { recursive: true });
});

const REPORT = ['-o', join(root, 'report.txt')];

it('A program runs, and it is said why it has no report, where its working directory is removed', async () => {
  const gone = join(root, 'gone');
  mkdirSync(gone);
  const line = ['-c', 'cd "$0" && rmdir "$0" && exec "$@"', gone, process.execPath, BUILT];
  const child = spawn('/bin/sh', [...line, ...REPORT, '-e', 'console.log(1)'], {
    env: { ...process.env, XDG_DATA_HOME: root },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', data => (stdout += String(data)));
  child.stderr.on('data', data => (stderr += String(data)));
  await once(child, 'close');
  assert.equal(stdout, '1\n');
  assert.match(stderr, /^hotpath: [^\n]* its working directory has been removed[^\n]*\n$/);
});

describe('A program has what its parent gave to the command:', () => {
  it('open files', async () => {
    const input = join(root, 'input');
    writeFileSync(input, 'from the file');
    const program = 'const fs = require("fs"); fs.writeSync(4, fs.readFileSync(3));';
    const child = spawn('node', [BUILT, ...REPORT, '-e', program], {
      stdio: ['ignore', 'ignore', 'inherit', openSync(input, 'r'), 'pipe'],
    });
    let text = '';
    child.stdio[4]?.on('data', data => (text += String(data)));
    const [code] = (await once(child, 'close')) as [number];
    assert.equal(text, 'from the file');
    assert.equal(code, 0);
  });

  it('but not what a module has opened that is loaded into every program', async () => {
    const opener = join(root, 'opens.cjs');
    writeFileSync(
      opener,
      `require('node:fs').openSync(__filename);
      const server = require('node:net').createServer().listen(0, '127.0.0.1').unref();
      setTimeout(() => server.close(), 5).unref();`,
    );
    const program = `const fs = require('fs'); const open = fs.readdirSync('/proc/self/fd').map(fd => {
      try { return fs.readlinkSync('/proc/self/fd/' + fd); } catch { return ''; }
    }); console.log(open.filter(path => path.endsWith('opens.cjs')).length)`;
    const env = { ...process.env, NODE_OPTIONS: `--require "${opener}"` };
    const { stdout, code } = await builtHotpath([...REPORT, '-e', program], { cwd: root, env });
    assert.deepEqual({ stdout, code }, { stdout: '1\n', code: 0 });
  });

  for (const serialization of ['json', 'advanced'] as const) {
    it(`a channel, ${serialization}`, async () => {
      const program = join(root, 'talks.js');
      writeFileSync(
        program,
        `process.on('message', message => {
          process.send({ message, map: new Map([[1, 2]]), fn: undefined });
          if (message === 'end') setImmediate(() => process.disconnect());
        });
        process.send(process.connected);`,
      );
      const plain = await talk(fork(program, { serialization }));
      const profiled = await talk(fork(BUILT, [...REPORT, program], { serialization }));
      assert.deepEqual(profiled, plain);
      assert.equal(plain.length, 4);
      assert.match(readFileSync(join(root, 'report.txt'), 'utf8'), /talks\.js/);
    });
  }

  it('a channel that the parent closes', async () => {
    const program = join(root, 'waits.js');
    writeFileSync(program, "process.on('disconnect', () => process.exit(6)); process.send(1);");
    const child = fork(BUILT, [...REPORT, program]);
    await once(child, 'message');
    child.disconnect();
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 6);
  });
});

/** Sends two messages; gives what comes back until the channel is closed, and the exit code. */
async function talk(child: ReturnType<typeof fork>): Promise<unknown[]> {
  const seen: unknown[] = [];
  child.on('message', message => seen.push(message));
  child.send({ early: [1, null] });
  child.send('end');
  const [code] = (await once(child, 'exit')) as [number];
  return [...seen, code];
}

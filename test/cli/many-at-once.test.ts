// Recordings side by side, and what is left of those that are killed.

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { builtHotpath, folderWith } from './run-command.ts';
import type { StartOptions } from './run-command.ts';

const NAMES = Array.from({ length: 10 }, (_, i) => `only${i}`);

/** A program that is busy in a function of this name. */
const programOf = (name: string): string => `
function ${name}(ms) {
  const end = Date.now() + ms;
  while (Date.now() < end);
}
${name}(300);
console.log('ready', process.pid);
if (process.argv[2] === 'wait') setInterval(() => {}, 1000);
`;

/** A folder with the programs, and one for temporary files in it. */
function place(context: TestContext): {
  options: StartOptions;
  temporary: () => string[];
  unfinished: () => string[];
} {
  const cwd = folderWith(
    context,
    Object.fromEntries(NAMES.map(name => [`${name}.js`, programOf(name)])),
  );
  const TMPDIR = join(cwd, 'tmp');
  mkdirSync(TMPDIR);
  return {
    options: { cwd, env: { TMPDIR } },
    temporary: () => readdirSync(TMPDIR),
    unfinished: () => readdirSync(join(cwd, 'data', 'hotpath', 'unfinished')),
  };
}

describe('Ten recordings at the same time', () => {
  it('each tell of their own program, and leave nothing behind', async context => {
    const { options, temporary, unfinished } = place(context);
    const runs = NAMES.map(name => builtHotpath(['-o', `${name}.json`, `${name}.js`], options));
    for (const { code, stderr, stdout } of await Promise.all(runs)) {
      assert.deepEqual([code, stderr, stdout.split(' ')[0]], [0, '', 'ready']);
    }
    for (const name of NAMES) {
      const report = readFileSync(join(options.cwd, `${name}.json`), 'utf8');
      const seen = NAMES.filter(other => report.includes(`"function":"${other}"`));
      assert.deepEqual(seen, [name]);
    }
    assert.deepEqual([...temporary(), ...unfinished()], []);
  });
});

describe('A recording', () => {
  it('opens no port', { skip: process.platform !== 'linux' && 'reads /proc' }, async context => {
    const { options } = place(context);
    const sockets = `require('node:fs').readdirSync('/proc/self/fd').flatMap(fd => {
      try { return [require('node:fs').readlinkSync('/proc/self/fd/' + fd)]; } catch { return []; }
    }).filter(link => link.startsWith('socket:')).map(link => link.slice(8, -1))`;
    const code = `
      const own = ${sockets};
      const tables = ['tcp', 'tcp6', 'udp', 'udp6'].map(name => require('node:fs').readFileSync('/proc/self/net/' + name, 'utf8'));
      const rows = tables.join('').split('\\n').map(row => row.trim().split(/\\s+/)[9]);
      console.log(own.length > 0, own.filter(inode => rows.includes(inode)).length);`;
    const { stdout } = await builtHotpath(['-o', 'report.txt', '-e', code], options);
    assert.equal(stdout, 'true 0\n');
  });

  it('leaves nothing behind when the program is killed', async context => {
    const { options, temporary, unfinished } = place(context);
    const ended = await builtHotpath(['-o', 'report.txt', 'only1.js', 'wait'], {
      ...options,
      onOutput: stdout => process.kill(Number(stdout.split(' ')[1]), 'SIGKILL'),
    });
    assert.equal(ended.signal, 'SIGKILL');
    assert.deepEqual([...temporary(), ...unfinished()], []);
    assert.match(readFileSync(join(options.cwd, 'report.txt'), 'utf8'), /only1 {2}only1\.js:2/);
  });

  it('leaves what it has so far when the command is killed, and the program alone', async context => {
    const { options, temporary, unfinished } = place(context);
    const endProgram = (pid: number): void => {
      if (temporary().length > 0) setTimeout(endProgram, 20, pid);
      else process.kill(pid, 'SIGTERM');
    };
    const ended = await builtHotpath(['-o', 'report.txt', 'only1.js', 'wait'], {
      ...options,
      onOutput: (stdout, child) => {
        child.kill('SIGKILL');
        endProgram(Number(stdout.split(' ')[1]));
      },
    });
    assert.equal(ended.signal, 'SIGKILL');
    assert.deepEqual(temporary(), []);
    assert.equal(unfinished().length, 1);
  });
});

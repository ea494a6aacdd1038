// What renderers get of a program that was just recorded.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { describe, it } from 'node:test';
import { decodeSession } from '../../src/formats/session.ts';
import { findFreePort } from '../helpers/free-port.ts';
import { BUILT, builtHotpath, folderWith, hotpath } from './run-command.ts';

const SPIN = 'const end = performance.now() + 150;\nwhile (performance.now() < end);\n';
/** Every write to it fails. */
const FULL = '/dev/full';
const LOST =
  /^hotpath: The output could not be written: ENOSPC.* The recording is kept: hotpath --load-prev (\S+)\n$/;

describe('a renderer of the user', () => {
  it('gets a recording as plain data, which can be written as JSON', async context => {
    const render =
      'export const render = session => JSON.stringify(session.lanes[0].samples.stack.map(of => [of]));';
    const cwd = folderWith(context, { 'app.js': SPIN, 'mine.mjs': render });
    const { stdout, stderr } = await hotpath(['-r', './mine.mjs', 'app.js'], { cwd });
    assert.equal(stderr, '');
    assert.match(stdout, /^\[\[\d+\](,\[\d+\])+\]$/);
  });
});

describe('hotpath -r session', () => {
  it('writes a recording that is longer than a piece of it', async context => {
    const cwd = folderWith(context, { 'app.js': SPIN });
    const { stdout } = await hotpath(['-r', 'session', '-i', '100us', 'app.js'], { cwd });
    const { lanes, stacks } = decodeSession(stdout);
    const rows = lanes[0]?.samples.stack ?? [];
    assert.ok(rows.length > 100);
    assert.ok(rows.reduce((most, of) => Math.max(most, of), 0) < stacks.parent.length);
  });
});

describe('A report that cannot be printed', () => {
  it('is told of in one line, and the recording is kept', { skip: !existsSync(FULL) }, context => {
    const cwd = folderWith(context, { 'app.js': SPIN });
    const full = openSync(FULL, 'w');
    context.after(() => {
      closeSync(full);
    });
    const env = { PATH: process.env['PATH'], XDG_DATA_HOME: cwd };
    const run = (args: readonly string[], stdout: number | 'pipe') =>
      spawnSync(process.execPath, [BUILT, ...args], {
        cwd,
        env,
        stdio: ['ignore', stdout, 'pipe'],
      });
    const { stderr, status } = run(['app.js'], full);
    const [, id = ''] = LOST.exec(String(stderr)) ?? [];
    assert.notEqual(id, '', String(stderr));
    assert.notEqual(status, 0);
    assert.match(String(run(['--load-prev', id], 'pipe').stdout), /app\.js/);
  });
});

describe('NODE_OPTIONS with --inspect', () => {
  it('are for the program: its inspector is open', async context => {
    const cwd = folderWith(context, {
      'app.js': "console.log(require('node:inspector').url() !== undefined);",
    });
    const env = { NODE_OPTIONS: `--inspect=${await findFreePort()}` };
    const { stdout, code } = await builtHotpath(['-o', 'out.txt', 'app.js'], { cwd, env });
    assert.deepEqual({ stdout, code }, { stdout: 'true\n', code: 0 });
  });
});

import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { folderWith } from '../cli/run-command.ts';
import { isRunning, takesInspectorSignal } from '../../src/sampler/running-process.ts';

test('a process runs until it has ended', () => {
  assert.equal(isRunning(process.pid), true);
  assert.equal(isRunning(spawnSync(process.execPath, ['--version']).pid), false);
});

test("another user's process runs, although it may not be signalled", context => {
  context.mock.method(process, 'kill', () => {
    throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' });
  });
  assert.equal(isRunning(process.pid), true);
});

/** Starts it; settles once it has printed something. */
async function start(
  context: TestContext,
  command: string,
  args: readonly string[],
): Promise<number> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  context.after(() => child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}

const WAITS = ['-e', 'console.log(1); setTimeout(() => {}, 60_000)'];

test('the inspector is opened in programs of Node.js, whatever they are called', async context => {
  const renamed = join(folderWith(context, {}), 'server');
  await copyFile(process.execPath, renamed);
  for (const command of [process.execPath, renamed])
    assert.equal(await takesInspectorSignal(await start(context, command, WAITS)), true);
});

test('no other program is sent the signal, though it listens for it', async context => {
  const pid = await start(context, '/bin/bash', ['-c', 'trap : USR1; echo 1; read']);
  assert.equal(await takesInspectorSignal(pid), false);
});

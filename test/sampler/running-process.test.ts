import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { isRunning } from '../../src/sampler/running-process.ts';

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

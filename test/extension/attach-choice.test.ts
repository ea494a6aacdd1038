import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { parseAddress } from '../../src/extension/recording/attach-choice.ts';
import {
  listNodeProcesses,
  parsePs,
  parseWindowsProcesses,
} from '../../src/extension/recording/node-processes.ts';
import { nameProgram } from '../../src/sampler/attaching/program-name.ts';

test('a port and the address of an inspector can be typed, anything else is a word to search for', () => {
  const read = (text: string): unknown => parseAddress(text)?.target;
  assert.deepEqual(read(' 9229 '), { kind: 'port', port: 9229 });
  assert.deepEqual(read('localhost:9230'), { kind: 'port', port: 9230 });
  assert.deepEqual(read('127.0.0.1:9230'), { kind: 'port', port: 9230 });
  const address = 'ws://127.0.0.1:9229/0f2c936f-b1cd-4ac9-aab3-f63b0f33d55e';
  assert.deepEqual(read(address), { kind: 'address', address });
  for (const text of ['', '0', '65536', 'server', 'example.com:80', 'ws://', 'http://a/'])
    assert.equal(read(text), undefined, text);
});

test('a program is called after its script', () => {
  assert.equal(nameProgram('node server.js --port 80'), 'server.js');
  assert.equal(nameProgram('/usr/bin/node --inspect -r ./hook.js /app/main.mjs'), 'main.mjs');
  assert.equal(nameProgram('node --title web --test-shard 1/2 --my-own server.js'), 'server.js');
  assert.equal(nameProgram('C:\\node.exe C:\\app\\main.js'), 'main.js');
  assert.equal(nameProgram('node -e setInterval(tick)'), 'node');
  assert.equal(nameProgram('node'), 'node');
  assert.equal(nameProgram('npm run dev'), 'npm');
});

test('of what ps prints the Node.js processes are read', () => {
  const text =
    '  501 node             node /a b/server.js\n 99 bash  bash -c node\n1 nodejs nodejs\n';
  assert.deepEqual(parsePs(text), [
    { pid: 501, command: 'node /a b/server.js' },
    { pid: 1, command: 'nodejs' },
  ]);
});

test('of what PowerShell prints many processes, one and none are read', () => {
  const [one, two] = [
    '{"ProcessId":7,"CommandLine":"node a.js"}',
    '{"ProcessId":8,"CommandLine":null}',
  ];
  const first = { pid: 7, command: 'node a.js' };
  assert.deepEqual(parseWindowsProcesses(`[${one},${two}]`), [
    first,
    { pid: 8, command: 'node.exe' },
  ]);
  assert.deepEqual(parseWindowsProcesses(one), [first]);
  assert.deepEqual(parseWindowsProcesses('\r\n'), []);
});

test('a running process is in the list, one that has ended and one that is no Node.js are not', async () => {
  const script = 'setInterval(() => {}, 1000); console.log(1)';
  const child = spawn(process.execPath, ['-e', script, 'an argument']);
  const other = spawn(process.platform === 'win32' ? 'ping' : 'sleep', ['60']);
  try {
    await once(child.stdout, 'data');
    const found = await listNodeProcesses();
    assert.match(found.find(({ pid }) => pid === child.pid)?.command ?? '', /an argument$/);
    assert.ok(!found.some(({ pid }) => pid === other.pid));
  } finally {
    child.kill();
    other.kill();
    await once(child, 'exit');
  }
  assert.ok(!(await listNodeProcesses()).some(({ pid }) => pid === child.pid));
});

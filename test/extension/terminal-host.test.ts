import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HostConnection } from '../../src/extension/recording/host-connection.ts';
import { SOCKET_VARIABLE } from '../../src/extension/recording/terminal-protocol.ts';
import type { SpawnSpec } from '../../src/sampler/program.ts';

const HOST = fileURLToPath(
  new URL('../../src/extension/recording/terminal-host.ts', import.meta.url),
);

let folder = '';
let host: ChildProcessWithoutNullStreams;
let connection: HostConnection;
let output = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpath-host-'));
  output = '';
  const path = process.platform === 'win32' ? `\\\\.\\pipe\\${folder}` : join(folder, 'socket');
  const server = createServer();
  server.listen(path);
  await once(server, 'listening');
  const env = { ...process.env, [SOCKET_VARIABLE]: path, FROM_TERMINAL: 'yes' };
  host = spawn(process.execPath, ['--import', 'tsx', HOST], { env });
  host.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  host.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [socket] = (await once(server, 'connection')) as [Socket];
  server.close();
  connection = await HostConnection.open(socket);
});

afterEach(async () => {
  connection.close();
  host.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

function node(code: string, ...args: string[]): SpawnSpec {
  const argv = ['--eval', code, '--', ...args];
  return { command: process.execPath, args: argv, cwd: folder, env: { ...connection.env } };
}

/** Everything that was printed by now, once a text is in it. */
async function untilPrinted(text: string): Promise<string> {
  while (!output.includes(text)) await once(host.stdout, 'data');
  return output;
}

test('a program gets its arguments as they are, and its folder', async () => {
  const args = ['a b', '"c"', '$HOME', ';ls', '*'];
  const code = 'console.log(JSON.stringify(process.argv.slice(1)), process.cwd())';
  const program = await connection.run(node(code, ...args));
  assert.deepEqual(await program.exited, { code: 0, signal: null });
  const printed = await untilPrinted('press any key');
  assert.ok(printed.startsWith(`${JSON.stringify(args)} `), printed);
  assert.ok(printed.includes(folder));
});

test('a program has the terminal’s environment, without what Hotpath has put there', async () => {
  assert.equal(connection.env['FROM_TERMINAL'], 'yes');
  assert.equal(SOCKET_VARIABLE in connection.env, false);
  const code = `console.log(process.env.FROM_TERMINAL, process.env.${SOCKET_VARIABLE})`;
  await (
    await connection.run(node(code))
  ).exited;
  assert.ok((await untilPrinted('press any key')).startsWith('yes undefined\n'));
});

test('the exit code arrives, and is printed after the program’s own output', async () => {
  const program = await connection.run(node('console.log("mine"); process.exit(3)'));
  assert.deepEqual(await program.exited, { code: 3, signal: null });
  const printed = await untilPrinted('press any key');
  assert.equal(
    printed,
    'mine\n\r\n\x1b[2m[program ended with code 3]  press any key to close\x1b[0m',
  );
});

test('a signal ends the program and is told', { skip: process.platform === 'win32' }, async () => {
  const program = await connection.run(node('console.log("up"); setInterval(() => {}, 1000)'));
  await untilPrinted('up');
  program.kill('SIGTERM');
  assert.deepEqual(await program.exited, { code: null, signal: 'SIGTERM' });
});

test(
  'Ctrl-C is for the program: the host outlives it',
  { skip: process.platform === 'win32' },
  async () => {
    const code =
      'process.on("SIGINT", () => process.exit(7)); console.log("up"); setInterval(() => {}, 1000)';
    const program = await connection.run(node(code));
    await untilPrinted('up');
    host.kill('SIGINT');
    program.kill('SIGINT');
    assert.deepEqual(await program.exited, { code: 7, signal: null });
  },
);

test('the next program runs in the same terminal, on a clean screen', async () => {
  await (
    await connection.run(node('console.log("one")'))
  ).exited;
  await untilPrinted('press any key');
  await (
    await connection.run(node('console.log("two")'))
  ).exited;
  const printed = await untilPrinted('two');
  assert.ok(printed.includes('\x1b[2J\x1b[3J\x1b[Htwo\n'), JSON.stringify(printed));
});

test('a key closes the terminal after the program has ended', async () => {
  await (
    await connection.run(node(''))
  ).exited;
  await untilPrinted('press any key');
  host.stdin.write('x');
  await once(host, 'exit');
  assert.equal(connection.isOpen, false);
});

test('what cannot be started is an error that says why', async () => {
  const spec = { command: join(folder, 'no-such-node'), args: [], cwd: folder, env: {} };
  await assert.rejects(connection.run(spec), { code: 'connection', message: /ENOENT/ });
});

test('closing the terminal ends the run', async () => {
  const program = await connection.run(node('setInterval(() => {}, 1000)'));
  const gone = once(host, 'exit');
  host.kill('SIGHUP');
  assert.equal((await program.exited).signal, 'SIGHUP');
  await gone;
  assert.equal(connection.isOpen, false);
  await assert.rejects(connection.run(node('')), { code: 'connection' });
});

test('hanging up ends the program, even if the terminal is left behind', async () => {
  const program = await connection.run(
    node('console.log(process.pid); setInterval(() => {}, 1000)'),
  );
  const pid = Number(/\d+/.exec(await untilPrinted('\n'))?.[0]);
  const gone = once(host, 'exit');
  connection.close();
  await Promise.all([program.exited, gone]);
  assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
});

// Runs in the terminal in place of a shell: starts the program as its child on the same terminal, so that the program
// sees a real one, and tells the extension how it ended. Prints nothing while the program runs. Stands alone: bundled
// as dist/terminal-host.cjs.

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import type { SpawnSpec } from '../../sampler/program.ts';
import { readHostRequests, sendMessage, SOCKET_VARIABLE } from './terminal-protocol.ts';

const CLEAR = '\x1b[2J\x1b[3J\x1b[H';
const DIM = '\x1b[2m';
const PLAIN = '\x1b[0m';

const socketPath = process.env[SOCKET_VARIABLE] ?? '';
// How the extension made this terminal is not the program's business.
Reflect.deleteProperty(process.env, SOCKET_VARIABLE);
Reflect.deleteProperty(process.env, 'ELECTRON_RUN_AS_NODE');

const socket = connect(socketPath);
let child: ChildProcess | undefined;
let runs = 0;
/** The terminal is gone: there is nobody to wait for. */
let isClosed = false;

socket.on('error', endUnlessRunning);
socket.on('close', endUnlessRunning);
readHostRequests(socket, request => {
  if (request.type === 'run') run(request.spec);
  else child?.kill(request.signal);
});
sendMessage(socket, { type: 'ready', env: { ...process.env } as Record<string, string> });

// Ctrl-C reaches every process of the terminal: it is meant for the program.
for (const signal of ['SIGINT', 'SIGQUIT'] as const) process.on(signal, ignore);
process.on('SIGHUP', () => {
  isClosed = true;
  child?.kill('SIGHUP');
  endUnlessRunning();
});
// There is no shell here that could take a program up again that Ctrl-Z has put to sleep.
if (process.platform !== 'win32') process.on('SIGTSTP', () => child?.kill('SIGCONT'));

function run(spec: SpawnSpec): void {
  stopWaitingForKey();
  if (runs++ > 0) process.stdout.write(CLEAR);
  const { command, args, cwd, env } = spec;
  child = spawn(command, [...args], { cwd, env, stdio: 'inherit' });
  child.once('spawn', () => {
    sendMessage(socket, { type: 'started' });
  });
  child.once('error', error => {
    child = undefined;
    sendMessage(socket, { type: 'failed', reason: error.message });
    waitForKey(error.message);
  });
  child.once('exit', (code, signal) => {
    child = undefined;
    sendMessage(socket, { type: 'exited', code, signal });
    if (isClosed || !socket.writable) socket.end(end);
    else
      waitForKey(
        signal === null ? `program ended with code ${code ?? 0}` : `program ended by ${signal}`,
      );
  });
}

function waitForKey(why: string): void {
  process.stdout.write(`\r\n${DIM}[${why}]  press any key to close${PLAIN}`);
  // The program may have left the terminal in any mode.
  if (process.stdin.isTTY) process.stdin.setRawMode(true);
  process.stdin.once('data', end);
  process.stdin.resume();
}

function stopWaitingForKey(): void {
  process.stdin.off('data', end);
  process.stdin.pause();
  if (process.stdin.isTTY) process.stdin.setRawMode(false);
}

function endUnlessRunning(): void {
  if (child === undefined) process.exit();
}

function end(): void {
  process.exit();
}

function ignore(): void {
  // Handled by being caught.
}

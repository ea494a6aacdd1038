// Programs that run already, for tests that attach to them.

import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { after } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { LineTime } from '../../src/model/line-times.ts';
import type { Recording, SessionData } from '../../src/model/session.ts';
import { attach } from '../../src/sampler/attach.ts';
import type { AttachTarget } from '../../src/sampler/attach.ts';
import { mapRecording } from '../../src/sourcemap/map-recording.ts';
import { NODE } from '../helpers/node-under-test.ts';
import { writeProgram } from './run-program.ts';

/** Prints what it sees of itself when its input says so, and ends when that ends. */
export const MIRROR = `
const look = () => JSON.stringify([
  Object.getOwnPropertyNames(globalThis), Object.getOwnPropertyNames(process).sort(),
  Object.getOwnPropertySymbols(process).map(String), process.emit.name, process.listenerCount('exit'),
  require('node:inspector').url() === undefined]);
process.stdin.on('data', () => console.log(look()));
process.stdin.on('end', () => process.exit(7));
`;

/** Says that it runs. */
export const READY = "console.log('ready');";

/** `serve` waits on line 3 of the program that begins with this, and awaits that on line 7. */
export const WAITING = `
const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
async function load() {
  await pause(40);
}
async function serve() {
  for (;;) {
    await load();
  }
}
`;

/** A program that runs. */
export interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  readonly path: string;
  readonly stderr: string[];
}

const started: ChildProcessWithoutNullStreams[] = [];
after(() => {
  for (const child of started) child.kill('SIGKILL');
});

/** Starts a program, and waits until it has said something. */
export async function startProgram(code: string, flags: readonly string[] = []): Promise<Started> {
  const path = writeProgram(code);
  const child = spawn(NODE, ['--inspect-port=0', ...flags, path]);
  started.push(child);
  const stderr: string[] = [];
  child.stderr.on('data', data => stderr.push(String(data)));
  await once(child.stdout, 'data');
  return { child, path, stderr };
}

/** What the program says of itself. */
export async function askMirror({ child }: Started): Promise<string> {
  child.stdin.write('?');
  return String((await once(child.stdout, 'data'))[0]);
}

/** Closes the input of a program that ends then; its exit code. */
export async function end({ child }: Started): Promise<unknown> {
  child.stdin.end();
  return ((await once(child, 'close')) as unknown[])[0];
}

/** Attaches for so many milliseconds. */
export async function recordFor(target: AttachTarget, ms: number): Promise<SessionData> {
  const running = await attach({ target });
  await sleep(ms);
  await running.stop();
  return map(await running.finished);
}

/** The session of a recording, in original positions. */
export function map(recording: Recording): SessionData {
  const readText = (path: string): string | undefined =>
    existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  return mapRecording(recording, { readText, cwd: process.cwd() });
}

/** The times of a line of a file. */
export function lineOf(session: SessionData, path: string, line: number): LineTime | undefined {
  return buildLineTimes(session).get(path)?.lines.get(line);
}

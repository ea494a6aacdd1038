// A debug session as an editor holds it: real messages over a socket to a real adapter, which records real programs.

import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DebugClient } from '@vscode/debugadapter-testsupport';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { ProfilingAdapter } from '../../src/adapter/profiling-adapter.ts';
import type { LaunchPlaces, Recorder, Run, RunDefaults } from '../../src/adapter/recorder.ts';
import { buildLineTimes } from '../../src/model/line-times.ts';
import type { Recording } from '../../src/model/session.ts';
import type { RunningProgram } from '../../src/sampler/program.ts';
import { mapRecording } from '../../src/sourcemap/map-recording.ts';
import { NODE } from '../helpers/node-under-test.ts';

/** Keeps recordings and failures for the test to look at. */
export class TestRecorder implements Recorder {
  readonly recordings: Recording[] = [];
  /** What each run was called at its end. */
  readonly names: string[] = [];
  readonly failures: string[] = [];
  readonly places: LaunchPlaces = {
    openTerminal: () => Promise.reject(new Error('There is no terminal here')),
    newJournal: () => Promise.resolve(this.journal),
  };
  /** Path for the recording while it is made. */
  journal: string | undefined;
  #program: RunningProgram | undefined;

  async record(run: Run): Promise<void> {
    this.#program = await run.start();
    this.names.push(run.nameOf?.(this.#program) ?? run.name);
    this.recordings.push(await this.#program.finished);
  }

  async stop(): Promise<void> {
    await this.#program?.stop();
  }

  showFailure(error: unknown): void {
    this.failures.push(error instanceof Error ? error.message : String(error));
  }

  readonly defaultsFor = (): RunDefaults => ({ nodePath: NODE, nodeArgs: [], intervalUs: 1000 });
}

/** What a test holds of a debug session. */
export interface DebugSession {
  readonly client: DebugClient;
  readonly recorder: TestRecorder;
  /** All events so far, in order. */
  readonly events: readonly DebugProtocol.Event[];
  /** What the program has printed so far. */
  printed(category: string): string;
  /** Settles when the session is over. */
  readonly ended: Promise<unknown>;
}

/** Runs a test in a session, from its first handshake on, and ends what it leaves. */
export async function inDebugSession(
  test: (session: DebugSession) => Promise<void>,
  recorder = new TestRecorder(),
): Promise<void> {
  const adapter = new ProfilingAdapter(recorder);
  adapter.setRunAsServer(true);
  const server = createServer(socket => {
    adapter.start(socket, socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const client = new DebugClient('', '', 'hotpath');
  try {
    await client.start((server.address() as AddressInfo).port);
    await test(watch(client, recorder));
  } finally {
    await client.stop();
    adapter.dispose();
    server.close();
  }
}

function watch(client: DebugClient, recorder: TestRecorder): DebugSession {
  const events: DebugProtocol.Event[] = [];
  const names = ['initialized', 'output', 'thread', 'exited', 'terminated'];
  for (const name of names) {
    client.on(name, (event: DebugProtocol.Event) => {
      events.push(event);
    });
  }
  const printed = (category: string): string =>
    events
      .map(({ event, body }) => [event, body] as [string, DebugProtocol.OutputEvent['body']])
      .filter(([event, body]) => event === 'output' && body.category === category)
      .map(([, body]) => body.output)
      .join('');
  return { client, recorder, events, printed, ended: once(client, 'terminated') };
}

/** Says its pid and runs until it is stopped. */
export const ENDLESS = `console.log('pid', process.pid);
for (;;);
`;

/** A folder for the programs of a test file; removed at the end of the process. */
export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hotpath-adapter-ü-'));
  process.once('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Writes a file into a folder, and gives its path. */
export function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** Starts a session as an editor does. */
export async function launch({ client }: DebugSession, configuration: object): Promise<void> {
  await client.initializeRequest();
  const all: object = { type: 'hotpath', request: 'launch', ...configuration };
  await Promise.all([client.launchRequest(all), client.configurationDoneRequest()]);
}

/** Waits for what the program prints. */
export async function untilPrinted(session: DebugSession, what: RegExp): Promise<string> {
  for (let i = 0; i < 200; i++) {
    const found = what.exec(session.printed('stdout'))?.[1];
    if (found !== undefined) return found;
    await sleep(50);
  }
  throw new Error(`The program did not print ${what}`);
}

/** Parts that lines of a file have in the time that all of these lines have; they add up to 1. */
export function lineShares(
  recording: Recording | undefined,
  path: string,
  lines: readonly number[],
): number[] {
  const session = mapRecording(recording!, {
    readText: name => readFileSync(name, 'utf8'),
    cwd: dirname(path),
  });
  const times = buildLineTimes(session).get(path)!;
  const totals = lines.map(line => times.lines.get(line)?.total ?? 0);
  const sum = totals.reduce((all, us) => all + us, 0);
  return totals.map(us => us / sum);
}

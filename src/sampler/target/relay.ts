// The thread beside the program's main thread that records it and sends what it gets to us. See `program-thread.ts`.

import { readFileSync, rmSync } from 'node:fs';
import { Session } from 'node:inspector';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { encodeFrame, FrameReader } from '../protocol/framing.ts';
import type { AwaitBatch, FetchRequest, HelloMessage, TargetOptions } from '../messages.ts';
import { ProcessRecorder } from '../process-recorder.ts';
import type { LaneSink } from '../process-recorder.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { sessionPort } from '../protocol/session-port.ts';
import { AwaitGovernor, remoteControl } from './waits/await-governor.ts';
import type { AwaitControl } from './waits/await-governor.ts';
import type { AwaitNotes } from '../thread-recorder.ts';
import { AWAIT_SCRIPT } from '../awaits/await-injection.ts';
import { READY, raiseFlag, RELEASED } from './handshake.ts';
import { keepQuiet } from './quiet-thread.ts';
import { SelfDebugging } from './self-debugging.ts';
import { saveAtSignals } from './signals.ts';

/** What the preload gives to the relay. */
export interface RelayData {
  readonly options: TargetOptions;
  readonly flags: Int32Array;
  readonly command: string;
  /** Path of what the process runs; empty where that is no file. */
  readonly script: string;
  /** See `HelloMessage`. */
  readonly clockOriginUs: number;
}

const DEAD_SOCKET_PROBES = 5;
const DEAD_SOCKET_PAUSE_MS = 200;
/** The script of this thread, and that of the library's, wherever that lies. */
const OWN_SCRIPTS = [__filename, pathToFileURL(__filename).href];
const LIBRARY_SCRIPT = /[\\/]dist[\\/]target[\\/]call-lines-relay\.cjs$/;

const { options, flags, command, script, clockOriginUs } = workerData as RelayData;
const cpuAtStart = process.cpuUsage();

function relay(): void {
  const socket = connect(options.pipe);
  keepQuiet(() => socket.destroy());
  let abandon: Abandon = done => {
    done();
  };
  // Nobody records any more: the program goes on without us.
  socket.on('error', () => undefined);
  socket.on('close', () => {
    raiseFlag(flags, READY);
    // This thread stays, idle, until the process ends: one that ends while the main thread takes our session down
    // makes Node.js abort.
    abandon(() => {
      raiseFlag(flags, RELEASED);
      removeDeadSocket();
    });
  });
  socket.on('connect', () => {
    abandon = record(socket);
  });
}

/** Stops recording without delivering anything; the program must not end before `done` is called. */
type Abandon = (done: () => void) => void;

function record(socket: Socket): Abandon {
  const sink = sinkOf(socket, 0);
  const session = new Session();
  session.connectToMainThread();
  const port = sessionPort(session);
  const awaits = remoteControl(port);
  const recorder = recorderOf(port, sink, awaits);
  recorder.start(() => {
    if (Atomics.load(flags, READY) === 0) raiseFlag(flags, READY);
    else socket.destroy();
  });
  answer(socket, recorder);
  const governor = new AwaitGovernor(awaits, flags);
  const selfDebugging = new SelfDebugging(port, () => recorder.hasWorkers);
  selfDebugging.start();
  let finished = false;
  let leave: (() => void) | undefined;
  const finish = (done: () => void): void => {
    governor.stop();
    selfDebugging.stop();
    finished = true;
    recorder.finish(() => {
      ignoreSignals();
      session.disconnect();
      done();
    });
  };
  const ignoreSignals = saveAtSignals(port, finish);
  parentPort?.on('message', (message: AwaitBatch | 'exit') => {
    if (message !== 'exit') sink.send(message);
    else if (leave !== undefined) leave();
    else
      finish(() => {
        raiseFlag(flags, RELEASED);
      });
  });
  return done => {
    if (finished) {
      raiseFlag(flags, RELEASED);
      return;
    }
    ignoreSignals();
    governor.stop();
    selfDebugging.stop();
    awaits.stop();
    leave = recorder.abandon(() => {
      session.disconnect();
      done();
    });
  };
}

function recorderOf(port: InspectorPort, sink: LaneSink, awaits: AwaitControl): ProcessRecorder {
  return new ProcessRecorder(
    port,
    {
      intervalUs: options.intervalUs,
      cpuTimeUs,
      script,
      openLane: threadId => sinkOf(quiet(connect(options.pipe)), threadId),
      isOwnWorker: url =>
        OWN_SCRIPTS.includes(url) || LIBRARY_SCRIPT.test(url) || url.startsWith('node:'),
      clockOriginUs,
      awaitScript: readFileSync(join(__dirname, AWAIT_SCRIPT), 'utf8'),
      mainAwaits: notesOf(awaits),
    },
    sink,
  );
}

/** The main thread notes its awaits of itself, from the first line to the last. */
function notesOf({ flush }: AwaitControl): AwaitNotes {
  return { prepare: () => undefined, start: () => undefined, flush, remove: flush };
}

function answer(socket: Socket, recorder: ProcessRecorder): void {
  const reader = new FrameReader();
  socket.on('data', bytes => {
    const requests = reader.push(bytes) as FetchRequest[];
    for (const request of requests)
      recorder.fetch(() => {
        socket.write(encodeFrame({ type: 'fetched', id: request.id }));
      });
  });
}

/** A lane of its own connection: who listens learns by its end that the thread is gone. */
function sinkOf(socket: Socket, threadId: number): LaneSink {
  socket.write(encodeFrame(hello(threadId)));
  return {
    send: message => socket.write(encodeFrame(message)),
    end: done => socket.end(encodeFrame({ type: 'end' }), done),
  };
}

/** A worker's lane that breaks is its own loss; the main lane's connection says when nobody listens any more. */
function quiet(socket: Socket): Socket {
  return socket.on('error', () => undefined);
}

function hello(threadId: number): HelloMessage {
  return {
    type: 'hello',
    pid: process.pid,
    parentPid: process.ppid,
    threadId,
    nodeVersion: process.version,
    platform: process.platform,
    command,
    clockOriginUs,
    nowUs: Number(process.hrtime.bigint() / 1000n),
  };
}

function cpuTimeUs(): number {
  const { user, system } = process.cpuUsage(cpuAtStart);
  return user + system;
}

/** Whoever listened may have been killed before it could tidy up: then nobody answers any more. */
function removeDeadSocket(probes = DEAD_SOCKET_PROBES): void {
  if (process.platform === 'win32') return;
  const probe = connect(options.pipe);
  probe.on('connect', () => {
    probe.destroy();
    // What a killed process had open is closed piece by piece: its socket may answer longer than its connection to us.
    if (probes > 1) setTimeout(removeDeadSocket, DEAD_SOCKET_PAUSE_MS, probes - 1).unref();
  });
  probe.on('error', (error: NodeJS.ErrnoException) => {
    // Anything else, such as too many open files, says nothing about who listens.
    if (error.code !== 'ECONNREFUSED') return;
    rmSync(dirname(options.pipe), { recursive: true, force: true });
  });
}

relay();

// The recording of a process by its relay: from when somebody listens to the end of the process, or until nobody listens
// any more.

import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encodeFrame, FrameReader } from '../protocol/framing.ts';
import type { AwaitMessage } from '../await-messages.ts';
import type { FetchRequest } from '../messages.ts';
import type { CommandGate } from '../protocol/command-gate.ts';
import { EndingWorkers } from '../protocol/ending-workers.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { sessionPort } from '../protocol/session-port.ts';
import { TimeLimits } from '../protocol/time-limits.ts';
import { AWAIT_SCRIPT } from '../threads/await-injection.ts';
import { ProcessRecorder } from '../threads/process-recorder.ts';
import type { ProcessRecorderOptions } from '../threads/process-recorder.ts';
import type { LaneSink } from '../threads/thread-lane.ts';
import { AwaitGovernor, remoteControl } from './waits/await-governor.ts';
import type { AwaitControl } from './waits/await-governor.ts';
import { mainThreadAgent } from './main-thread-agent.ts';
import type { RelayData } from './relay-data.ts';
import { RelayLanes } from './relay-lanes.ts';
import { SelfDebugging } from './self-debugging.ts';
import { saveAtSignals } from './signals.ts';

/** The script of this thread, and that of the library's, wherever that lies. */
const OWN_SCRIPTS = [__filename, pathToFileURL(__filename).href];
const LIBRARY_SCRIPT = /[\\/]dist[\\/]target[\\/]call-lines-relay\.cjs$/;

const cpuAtStart = process.cpuUsage();

/** What the recording calls. */
export interface RelayEvents {
  readonly onSampled: () => void;
  readonly collect: () => void;
}

/** Records from when it is made to `finish` or `abandon`. */
export class RelayRecording {
  private readonly session = new Session();
  private readonly gate: CommandGate;
  private readonly sink: LaneSink;
  private readonly awaits: AwaitControl;
  private readonly recorder: ProcessRecorder;
  private readonly governor: AwaitGovernor;
  private readonly selfDebugging: SelfDebugging;
  private readonly ignoreSignals: () => void;
  /** The rest is being delivered, or has been. */
  isFinished = false;
  private leave: (() => void) | undefined;

  /** `onSampled` is called once V8 samples the main thread; `collect` adds what that has told by then. */
  constructor(socket: Socket, data: RelayData, { onSampled, collect }: RelayEvents) {
    const lanes = new RelayLanes(data);
    this.sink = lanes.openMain(socket);
    this.session.connectToMainThread();
    const port = sessionPort(this.session, new TimeLimits(data.limits));
    this.gate = port.gate;
    this.awaits = remoteControl(port);
    const agent = mainThreadAgent(port, this.awaits, collect);
    const options = { ...optionsOf(data, lanes), mainAgent: agent };
    const recorder = new ProcessRecorder(port, options, this.sink);
    this.recorder = recorder;
    recorder.start(onSampled);
    answer(socket, recorder);
    this.governor = new AwaitGovernor(this.awaits, data.flags);
    this.selfDebugging = new SelfDebugging(port, () => recorder.hasWorkers);
    this.selfDebugging.start();
    this.ignoreSignals = this.saveAtSignals(port, data.flags);
  }

  /** What the main thread noted. */
  add(batch: AwaitMessage): void {
    this.sink.send(batch);
  }

  /** The process is about to exit: calls `done` once the rest is out of our hands, or once we have let go. */
  exit(done: () => void): void {
    if (this.leave === undefined) this.finish(done);
    else this.leave();
  }

  /** Stops recording without delivering anything; the program must not end before `done` is called. */
  abandon(done: () => void): void {
    this.stopBesides();
    this.gate.release();
    this.ignoreSignals();
    this.awaits.stop();
    this.leave = this.recorder.abandon(() => {
      this.session.disconnect();
      done();
    });
  }

  private finish(done: () => void): void {
    this.isFinished = true;
    this.stopBesides();
    this.gate.release();
    this.recorder.finish(() => {
      this.ignoreSignals();
      this.session.disconnect();
      done();
    });
  }

  private stopBesides(): void {
    this.governor.stop();
    this.selfDebugging.stop();
  }

  private saveAtSignals(port: InspectorPort, flags: Int32Array): () => void {
    return saveAtSignals(port, flags, {
      note: signal => {
        this.sink.send({ type: 'signalled', signal });
      },
      save: done => {
        this.finish(done);
      },
    });
  }
}

function optionsOf(data: RelayData, lanes: RelayLanes): ProcessRecorderOptions {
  const { options, script, isCounted, clockOriginUs } = data;
  return {
    intervalUs: options.intervalUs,
    cpuTimeUs,
    script,
    openLane: threadId => lanes.openWorker(threadId),
    isOwnWorker: url =>
      OWN_SCRIPTS.includes(url) || LIBRARY_SCRIPT.test(url) || url.startsWith('node:'),
    clockOriginUs,
    awaitScript: readFileSync(join(__dirname, AWAIT_SCRIPT), 'utf8'),
    isCounted,
    ending: new EndingWorkers(data.ending),
  };
}

function cpuTimeUs(): number {
  const { user, system } = process.cpuUsage(cpuAtStart);
  return user + system;
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

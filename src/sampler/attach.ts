// Records a program that is running already, over its inspector's WebSocket, and leaves it as it was.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ProfileError } from '../model/errors.ts';
import type { Micros } from '../model/frame.ts';
import type { Recording, SessionMeta } from '../model/session.ts';
import { AWAIT_SCRIPT } from './awaits/await-injection.ts';
import type { InspectorPort } from './protocol/inspector-port.ts';
import { ignoreReply } from './protocol/inspector-port.ts';
import type { LaneConnection } from './protocol/lane-server.ts';
import type { HelloMessage } from './messages.ts';
import { findPreload } from './preload-path.ts';
import { openInspector } from './protocol/process-inspector.ts';
import { ProcessRecorder } from './process-recorder.ts';
import type { LaneSink } from './process-recorder.ts';
import type { Progress, RunningProgram } from './program.ts';
import { RunLanes } from './run-lanes.ts';
import { FACTS } from './target/facts.ts';
import { connectInspector, findInspector } from './protocol/web-socket-port.ts';
import type { RemotePort } from './protocol/web-socket-port.ts';

/** What to attach to. */
export type AttachTarget =
  | { readonly kind: 'pid'; readonly pid: number }
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'address'; readonly address: string };

/** How to record it. */
export interface AttachOptions {
  readonly target: AttachTarget;
  /** Default 1,000. */
  readonly intervalUs?: Micros;
}

const DEFAULT_INTERVAL_US = 1000;
/** A thread that does not answer for this long when we leave is left as it is. */
const LEAVE_PATIENCE_MS = 2000;
/** Node.js may crash when the inspector is closed while a connection to it is open, or has just been. */
const CLOSE_DELAY_MS = 300;

/**
 * Begins to record. `stop()` of what is returned detaches; the program goes on, its inspector closed if we opened it.
 * Rejects with a `ProfileError`: `not-found`, `connection`.
 */
export async function attach(options: AttachOptions): Promise<RunningProgram> {
  const { address, openedByUs } = await locate(options.target);
  const port = await connectInspector(address);
  const facts = await askFacts(port);
  const attached = new AttachedProgram(port, facts, {
    intervalUs: options.intervalUs ?? DEFAULT_INTERVAL_US,
    openedByUs,
  });
  await attached.start();
  return attached;
}

async function locate(
  target: AttachTarget,
): Promise<{ readonly address: string; readonly openedByUs: boolean }> {
  if (target.kind === 'pid') return await locateByNumber(target.pid);
  if (target.kind === 'address') return { address: target.address, openedByUs: false };
  return { address: await findInspector(target.port), openedByUs: false };
}

/** A number is a process id; one that no process has is a port. */
async function locateByNumber(
  number: number,
): Promise<{ readonly address: string; readonly openedByUs: boolean }> {
  try {
    return await openInspector(number);
  } catch (error) {
    const isFree = error instanceof ProfileError && error.code === 'not-found';
    if (!isFree || number > 65_535) throw error;
    return { address: await findInspector(number), openedByUs: false };
  }
}

/** What the process tells about itself. */
type Facts = Omit<HelloMessage, 'type' | 'threadId'> & { readonly cwd: string };

async function askFacts(port: InspectorPort): Promise<Facts> {
  const answer = await post(port, 'Runtime.evaluate', { expression: FACTS, returnByValue: true });
  const value = (answer['result'] as { value?: Facts } | undefined)?.value;
  if (typeof value?.pid !== 'number')
    throw new ProfileError('connection', 'What answers there is not a Node.js program.');
  return value;
}

function post(
  port: InspectorPort,
  method: string,
  params: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    port.post(method, params, (error, result) => {
      if (error === null) resolve(result);
      else reject(error);
    });
  });
}

class AttachedProgram implements RunningProgram {
  readonly description: string;
  readonly finished: Promise<Recording>;
  private readonly lanes = new RunLanes();
  private readonly recorder: ProcessRecorder;
  private readonly startTime = new Date();
  private readonly startedAt = performance.now();
  private leave: () => void = () => undefined;

  constructor(
    private readonly port: RemotePort,
    private readonly facts: Facts,
    private readonly options: { readonly intervalUs: Micros; readonly openedByUs: boolean },
  ) {
    this.description = facts.command;
    const left = new Promise<void>(resolve => (this.leave = resolve));
    this.finished = Promise.race([left, port.closed]).then(() => this.snapshot());
    const { intervalUs } = options;
    this.recorder = new ProcessRecorder(
      port,
      {
        intervalUs,
        cpuTimeUs: () => 0,
        openLane: threadId => this.openLane(threadId),
        isOwnWorker: url => url.startsWith('node:'),
        clockOriginUs: facts.clockOriginUs,
        awaitScript: readFileSync(join(dirname(findPreload()), AWAIT_SCRIPT), 'utf8'),
        notesMainAwaits: false,
      },
      this.openLane(0),
    );
  }

  /** Settles once V8 samples the program. */
  async start(): Promise<void> {
    this.port.on('NodeRuntime.waitingForDisconnect', () => void this.detach());
    const enabled = { enabled: true };
    this.port.post('NodeRuntime.notifyWhenWaitingForDisconnect', enabled, ignoreReply);
    await new Promise<void>((resolve, reject) => {
      this.recorder.start(error => {
        if (error === null) resolve();
        else
          reject(
            new ProfileError('connection', `The program cannot be sampled: ${error.message}.`),
          );
      });
    });
  }

  get progress(): Progress {
    const elapsedUs = (performance.now() - this.startedAt) * 1000;
    return { elapsedUs, samples: this.lanes.recording.sampleCount };
  }

  onChunk(listener: () => void): () => void {
    return this.lanes.onChunk(listener);
  }

  snapshot(): Recording {
    return this.lanes.recording.build(this.meta());
  }

  /** Signals are for programs that we started; this one is only looked at. */
  async signal(): Promise<void> {
    await this.detach();
  }

  async stop(): Promise<void> {
    await this.detach();
  }

  private async detach(): Promise<void> {
    await this.patiently(
      new Promise<void>(resolve => {
        this.recorder.finish(resolve);
      }),
    );
    if (this.options.openedByUs) await this.patiently(this.closeInspector());
    this.port.close();
    this.leave();
  }

  /** Waits for the program, but not for one that does not answer, or is gone. */
  private async patiently(work: Promise<void>): Promise<void> {
    const patience = new AbortController();
    const timeout = sleep(LEAVE_PATIENCE_MS, undefined, { signal: patience.signal });
    await Promise.race([work, this.port.closed, timeout]);
    patience.abort();
    await timeout.catch(() => undefined);
  }

  /** Settles when the program has heard of it; it closes once it is out of our question. */
  private closeInspector(): Promise<void> {
    const expression = `setTimeout(require('node:inspector').close, ${CLOSE_DELAY_MS}).unref()`;
    return new Promise(resolve => {
      this.port.post('Runtime.evaluate', { expression, includeCommandLineAPI: true }, () => {
        resolve();
      });
    });
  }

  private openLane(threadId: number): LaneSink {
    const connection: LaneConnection = {
      onMessage: () => undefined,
      onClose: () => undefined,
      send: () => undefined,
    };
    this.lanes.accept(connection);
    connection.onMessage({ type: 'hello', threadId, ...this.facts });
    return {
      send: message => {
        connection.onMessage(message);
      },
      end: done => {
        connection.onClose();
        done();
      },
    };
  }

  private meta(): SessionMeta {
    return {
      program: this.description,
      startTime: this.startTime.toISOString(),
      cwd: this.facts.cwd,
      nodeVersion: this.facts.nodeVersion,
      platform: this.facts.platform,
      intervalUs: this.options.intervalUs,
      durationUs: 0,
      cpuTimeUs: null,
      exit: { code: null, signal: null },
      notes: [],
    };
  }
}

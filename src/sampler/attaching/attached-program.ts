// A program that ran before it was recorded, and goes on afterwards.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ProfileError } from '../../model/errors.ts';
import type { Micros } from '../../model/frame.ts';
import type { Recording, SessionMeta } from '../../model/session.ts';
import { AWAIT_SCRIPT } from '../threads/await-injection.ts';
import { keepJournal } from '../journal/journal.ts';
import { findPreload } from '../preload-path.ts';
import type { ProcessFacts } from './process-facts.ts';
import { ProcessRecorder } from '../threads/process-recorder.ts';
import type { LaneSink } from '../threads/thread-lane.ts';
import type { Progress, RunningProgram } from '../program.ts';
import { ignoreReply } from '../protocol/inspector-port.ts';
import type { LaneConnection } from '../protocol/lane-server.ts';
import { withPatience } from '../protocol/patience.ts';
import { leaveInspector, whenInspectorClosed } from '../protocol/process-inspector.ts';
import type { OpenInspector } from '../protocol/process-inspector.ts';
import type { RemotePort } from '../protocol/web-socket-port.ts';
import { RunLanes } from '../lanes/run-lanes.ts';

/** A thread that does not answer for this long when we leave is left as it is. */
const LEAVE_PATIENCE_MS = 2000;
/** To have the code of a program compiled anew V8 goes through its heap: 1 to 2 ms for each megabyte. */
const MAX_HEAP_BYTES = 512e6;

/** Threads of ours in a program that is recorded otherwise as well. */
const OWN_WORKER = /[\\/]target[\\/](?:call-lines-)?relay\.cjs$/;

/** How it is recorded, and left. */
export interface AttachedOptions extends OpenInspector {
  readonly intervalUs: Micros;
  /** As in `LaunchOptions`. */
  readonly journal?: string;
}

/** A program that goes on when its recording ends. */
export class AttachedProgram implements RunningProgram {
  readonly description: string;
  readonly finished: Promise<Recording>;
  private readonly lanes = new RunLanes();
  private readonly recorder: ProcessRecorder;
  private readonly startTime = new Date();
  private readonly startedAt = performance.now();
  private leave: () => void = () => undefined;
  private left: Promise<void> | null = null;
  /** It only waits for us to go: to run anything in it now may crash it, and its inspector ends with it. */
  private isEnding = false;
  /** What `finished` gives, once it is there. */
  private whole: Recording | undefined;

  constructor(
    private readonly port: RemotePort,
    private readonly facts: ProcessFacts,
    private readonly options: AttachedOptions,
  ) {
    this.description = facts.command;
    const left = new Promise<void>(resolve => (this.leave = resolve));
    const journal = keepJournal(options.journal, { meta: this.meta() }, this.lanes);
    this.finished = Promise.race([left, port.closed]).then(() => {
      journal?.remove();
      return (this.whole = this.lanes.recording.finish(this.meta()));
    });
    const { intervalUs } = options;
    this.recorder = new ProcessRecorder(
      port,
      {
        intervalUs,
        cpuTimeUs: () => 0,
        script: facts.script,
        openLane: threadId => this.openLane(threadId),
        isOwnWorker: url => url.startsWith('node:') || OWN_WORKER.test(url),
        clockOriginUs: facts.clockOriginUs,
        awaitScript: readFileSync(join(dirname(findPreload()), AWAIT_SCRIPT), 'utf8'),
        isCounted: facts.isCounted,
        recompiles: canRecompile(facts),
      },
      this.openLane(0),
    );
  }

  /** Settles once V8 samples the program. */
  async start(): Promise<void> {
    this.port.on('NodeRuntime.waitingForDisconnect', () => {
      this.isEnding = true;
      void this.detach();
    });
    const enabled = { enabled: true };
    this.port.post('NodeRuntime.notifyWhenWaitingForDisconnect', enabled, ignoreReply);
    const sampled = new Promise<void>((resolve, reject) => {
      this.recorder.start(error => {
        if (error === null) resolve();
        else
          reject(
            new ProfileError('connection', `The program cannot be sampled: ${error.message}.`),
          );
      });
    });
    // One that ends now has a recording all the same, an empty one.
    await Promise.race([sampled, this.port.closed]);
  }

  get progress(): Progress {
    const elapsedUs = (performance.now() - this.startedAt) * 1000;
    return { elapsedUs, samples: this.lanes.recording.sampleCount };
  }

  get laneNames(): readonly string[] {
    return this.lanes.recording.laneNames;
  }

  onChunk(listener: () => void): () => void {
    return this.lanes.onChunk(listener);
  }

  snapshot(): Recording {
    return this.whole ?? this.lanes.recording.build(this.meta());
  }

  /** Signals are for programs that we started; this one is only looked at. */
  async signal(): Promise<void> {
    await this.detach();
  }

  async stop(): Promise<void> {
    await this.detach();
  }

  /** Once: stopping again waits for the same. */
  private detach(): Promise<void> {
    return (this.left ??= this.detachNow());
  }

  private async detachNow(): Promise<void> {
    const finished = new Promise<void>(resolve => {
      this.recorder.finish(resolve);
    });
    await withPatience(Promise.race([finished, this.port.closed]), LEAVE_PATIENCE_MS);
    let isClosing = false;
    if (this.isEnding) this.port.close();
    else isClosing = await leaveInspector(this.port, this.options);
    this.leave();
    if (isClosing) await whenInspectorClosed(this.options);
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
      notes: canRecompile(this.facts) ? [] : [OPTIMISED_BEFORE],
    };
  }
}

/** Counts that others have begun would be lost. */
function canRecompile({ heapBytes, isCounted }: ProcessFacts): boolean {
  return heapBytes <= MAX_HEAP_BYTES && !isCounted;
}

const OPTIMISED_BEFORE =
  'Functions that were optimised into their callers before the program was attached to count as part of them.';

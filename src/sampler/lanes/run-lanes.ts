// The recorded threads of one run: takes what they deliver, and asks them to deliver.

import { AwaitReader } from '../await-messages.ts';
import { withPatience } from '../protocol/patience.ts';
import type { SessionMeta } from '../../model/session.ts';
import type { LaneConnection } from '../protocol/lane-server.ts';
import type { LaneMessage } from '../messages.ts';
import { RecordingBuilder } from './recording-builder.ts';
import type { RecordingLane } from './recording-lane.ts';
import { SentSignals } from './sent-signals.ts';

/** A thread that is asked to deliver has this long: it may be blocked in native code. */
const FETCH_PATIENCE_MS = 1000;
/** After the program has ended, what it sent last has this long to be read, and what it started to end as well. */
const CLOSE_PATIENCE_MS = 500;
const REST_PATIENCE_MS = 300;
const READ_PATIENCE_MS = 5000;

/** A process that was asked to deliver. */
interface Fetch {
  readonly connection: LaneConnection;
  readonly answer: () => void;
}

/** Grows with every thread that connects. */
export class RunLanes {
  readonly recording = new RecordingBuilder('packed');
  /** Those that the program was sent; it tells of them before it answers to `fetch`. */
  readonly signals = new SentSignals();
  /** What is connected, and the lane that it delivers. */
  private readonly open = new Map<LaneConnection, RecordingLane | undefined>();
  private readonly listeners = new Set<() => void>();
  private readonly fetches = new Map<number, Fetch>();
  private onClosed: () => void = () => undefined;
  private lastFetch = 0;
  private accepted = 0;
  /** Sees every message of every lane before it is taken; lanes are numbered as they connect. */
  onMessage: (lane: number, message: LaneMessage) => void = () => undefined;

  /** Takes a thread that has connected. */
  readonly accept = (connection: LaneConnection): void => {
    let lane: RecordingLane | undefined;
    const awaits = new AwaitReader();
    const number = this.accepted++;
    this.open.set(connection, undefined);
    connection.onMessage = message => {
      this.onMessage(number, message);
      // Child processes have their own.
      if (message.type === 'signalled' && number === 0) this.signals.tell(message.signal);
      else if (message.type === 'hello')
        this.open.set(connection, (lane = this.recording.addLane(message)));
      else if (lane === undefined) return;
      else if (message.type === 'awaits') lane.awaits.add(awaits.read(message));
      else this.take(lane, message);
    };
    connection.onClose = () => {
      this.open.delete(connection);
      for (const fetch of this.fetches.values())
        if (fetch.connection === connection) fetch.answer();
      this.onClosed();
    };
  };

  /** Calls `listener` after every chunk, until the function that is returned is called. */
  onChunk(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Has every thread deliver what it has; gives up on one that does not answer in time. */
  async fetch(patienceMs = FETCH_PATIENCE_MS): Promise<void> {
    // A process answers for its worker threads, too.
    const processes = [...this.open].filter(([, lane]) => lane?.hello.threadId === 0);
    const answers = processes.map(
      ([connection]) =>
        new Promise<void>(answer => {
          const id = ++this.lastFetch;
          this.fetches.set(id, { connection, answer });
          connection.send({ type: 'fetch', id });
        }),
    );
    await withPatience(Promise.all(answers), patienceMs);
    this.fetches.clear();
  }

  /**
   * Settles when every thread has closed its connection; the program itself has ended. What it started may go on, and
   * delivers what it has after a while.
   */
  async closed(): Promise<void> {
    await this.whenClosed(() => this.open.size === 0, CLOSE_PATIENCE_MS);
    // All that it sent can be read: not before it was, on a busy machine.
    await this.whenClosed(() => !this.isProgramOpen(), READ_PATIENCE_MS);
    if (this.open.size > 0) await this.fetch(REST_PATIENCE_MS);
  }

  private isProgramOpen(): boolean {
    const pid = this.recording.lanes[0]?.hello.pid;
    return [...this.open.values()].some(lane => lane !== undefined && lane.hello.pid === pid);
  }

  private async whenClosed(isClosed: () => boolean, patienceMs: number): Promise<void> {
    if (isClosed()) return;
    const closed = new Promise<void>(resolve => {
      this.onClosed = () => {
        if (isClosed()) resolve();
      };
    });
    await withPatience(closed, patienceMs);
    this.onClosed = () => undefined;
  }

  /** What the threads told of themselves; CPU time is that of all processes together. */
  facts(): Pick<SessionMeta, 'nodeVersion' | 'cpuTimeUs'> {
    const { lanes } = this.recording;
    const ofProcess = new Map<number, number>();
    for (const { hello, cpuTimeUs } of lanes)
      ofProcess.set(hello.pid, Math.max(cpuTimeUs, ofProcess.get(hello.pid) ?? 0));
    const cpuTimeUs = [...ofProcess.values()].reduce((sum, us) => sum + us, 0);
    return {
      nodeVersion: lanes[0]?.hello.nodeVersion ?? null,
      cpuTimeUs: lanes.length === 0 ? null : cpuTimeUs,
    };
  }

  private take(
    lane: RecordingLane,
    message: Exclude<LaneMessage, { type: 'hello' | 'awaits' }>,
  ): void {
    if (message.type === 'script') this.recording.addScript(message);
    else if (message.type === 'fetched') this.fetches.get(message.id)?.answer();
    else if (message.type === 'chunk') {
      lane.add(message);
      for (const listener of this.listeners) listener();
    }
  }
}

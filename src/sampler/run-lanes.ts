// The recorded threads of one run: takes what they deliver, and asks them to deliver.

import { withPatience } from './protocol/patience.ts';
import type { SessionMeta } from '../model/session.ts';
import type { LaneConnection } from './protocol/lane-server.ts';
import type { LaneMessage } from './messages.ts';
import { RecordingBuilder } from './recording.ts';
import type { RecordingLane } from './recording.ts';

/** A thread that is asked to deliver has this long: it may be blocked in native code. */
const FETCH_PATIENCE_MS = 1000;
/** After a process has ended, what it sent last has this long to be read. */
const CLOSE_PATIENCE_MS = 1000;

/** Grows with every thread that connects. */
export class RunLanes {
  readonly recording = new RecordingBuilder();
  /** What is connected, and the lane that it delivers. */
  private readonly open = new Map<LaneConnection, RecordingLane | undefined>();
  private readonly listeners = new Set<() => void>();
  private readonly fetches = new Map<number, () => void>();
  private whenClosed: (() => void)[] = [];
  private lastFetch = 0;
  private accepted = 0;
  /** Sees every message of every lane before it is taken; lanes are numbered as they connect. */
  onMessage: (lane: number, message: LaneMessage) => void = () => undefined;

  /** Takes a thread that has connected. */
  readonly accept = (connection: LaneConnection): void => {
    let lane: RecordingLane | undefined;
    const number = this.accepted++;
    this.open.set(connection, undefined);
    connection.onMessage = message => {
      this.onMessage(number, message);
      if (message.type === 'hello')
        this.open.set(connection, (lane = this.recording.addLane(message)));
      else if (lane !== undefined) this.take(lane, message);
    };
    connection.onClose = () => {
      this.open.delete(connection);
      if (this.open.size === 0) for (const resolve of this.whenClosed.splice(0)) resolve();
    };
  };

  /** Calls `listener` after every chunk, until the function that is returned is called. */
  onChunk(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Has every thread deliver what it has; gives up on one that does not answer in time. */
  async fetch(): Promise<void> {
    // A process answers for its worker threads, too.
    const processes = [...this.open].filter(([, lane]) => lane?.hello.threadId === 0);
    const answers = processes.map(
      ([connection]) =>
        new Promise<void>(resolve => {
          const id = ++this.lastFetch;
          this.fetches.set(id, resolve);
          connection.send({ type: 'fetch', id });
        }),
    );
    await withPatience(Promise.all(answers), FETCH_PATIENCE_MS);
    this.fetches.clear();
  }

  /** Settles when every thread has closed its connection. */
  async closed(): Promise<void> {
    if (this.open.size === 0) return;
    await withPatience(
      new Promise<void>(resolve => this.whenClosed.push(resolve)),
      CLOSE_PATIENCE_MS,
    );
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

  private take(lane: RecordingLane, message: Exclude<LaneMessage, { type: 'hello' }>): void {
    if (message.type === 'script') this.recording.addScript(message);
    else if (message.type === 'awaits') lane.awaits.add(message);
    else if (message.type === 'fetched') this.fetches.get(message.id)?.();
    else if (message.type === 'chunk') {
      lane.add(message);
      for (const listener of this.listeners) listener();
    }
  }
}

// A thread that is recorded, and the lane on which that is delivered.

import type { Micros } from '../../model/frame.ts';
import type { LaneMessage } from '../messages.ts';
import type { InspectorPort } from '../protocol/inspector-port.ts';
import { AwaitInjection } from './await-injection.ts';
import type { ThreadAgent } from './thread-agent.ts';
import { ThreadRecorder } from './thread-recorder.ts';
import type { ThreadStartOptions } from './thread-start.ts';

/** Where one lane's messages go. */
export interface LaneSink {
  send(message: LaneMessage): void;
  /** Nothing more will be sent; `done` is called once all of it is out of our hands. */
  end(done: () => void): void;
}

/** What is the same for all threads of a process. */
export interface ThreadLaneOptions {
  readonly intervalUs: Micros;
  /** CPU time of the process so far. */
  readonly cpuTimeUs: () => Micros;
  /** Path of what the process runs; empty where that is no file. */
  readonly script: string;
  /** As every lane's hello tells it. */
  readonly clockOriginUs: Micros;
  /** Text of the bundle that notes awaits in threads where nothing of ours runs. */
  readonly awaitScript: string;
}

/** How one of them begins. Default for `agent`: what is put into the thread over its inspector. */
export type ThreadLaneStart = Omit<ThreadStartOptions, 'agent'> & { readonly agent?: ThreadAgent };

/** A recorder and where its messages go. */
export class ThreadLane {
  readonly recorder: ThreadRecorder;

  constructor(
    port: InspectorPort,
    private readonly sink: LaneSink,
    { start, ...options }: ThreadLaneOptions & { readonly start: ThreadLaneStart },
  ) {
    const { intervalUs, cpuTimeUs, script, clockOriginUs, awaitScript } = options;
    const emit = (message: LaneMessage): void => {
      sink.send(message);
    };
    const inject = (): AwaitInjection =>
      new AwaitInjection(port, { script: awaitScript, clockOriginUs, emit });
    const agent = start.agent ?? inject();
    this.recorder = new ThreadRecorder(port, {
      ...{ intervalUs, cpuTimeUs, script, emit },
      ...{ ...start, agent },
    });
  }

  /** Nothing more will be sent; `done` is called once all of it is out of our hands. */
  end(done: () => void): void {
    this.sink.end(done);
  }
}

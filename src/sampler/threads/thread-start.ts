// How the recording of a thread begins. V8's profiler is started from outside, at once; or, where the thread's calls are
// counted, from within, as soon as something of ours runs there. A thread that has only just been made is let set up
// first.

import type { InspectorPort } from '../protocol/inspector-port.ts';
import { COUNTS_CALLS } from './expressions.ts';
import type { ThreadAgent } from './thread-agent.ts';
import type { ThreadProfile } from './thread-profile.ts';
import { whenSetUp } from './thread-setup.ts';

/** What is known of the thread beforehand. */
export interface ThreadStartOptions {
  readonly agent: ThreadAgent;
  /** Whether the thread's calls are counted, for a coverage report or so; then the counts are kept. */
  readonly isCounted: boolean | 'ask';
  /** The thread has only just been made, and waits for us: what it will run; see `programOf`. */
  readonly starts?: string;
  /** The thread ran before; its optimised functions are to be compiled anew. */
  readonly isWarm?: boolean;
}

/** Who begins to record. */
export interface ThreadStarter {
  /** Called once V8 samples the thread, or will as soon as it is set up. */
  readonly onSampled: (error: Error | null) => void;
  /** Called when the thread is set up and sampled: from now on there are chunks to be had. */
  readonly onBegun: () => void;
  /** Whether the recording has ended meanwhile: then nothing more is done. */
  readonly isOver: () => boolean;
}

/** Begins the recording of one thread. */
export class ThreadStart {
  constructor(
    private readonly port: InspectorPort,
    private readonly profile: ThreadProfile,
    private readonly options: ThreadStartOptions,
  ) {}

  /** To be called once. */
  start(by: ThreadStarter): void {
    const { isCounted, agent } = this.options;
    agent.prepare();
    if (isCounted === true) this.startWithin(by);
    else if (isCounted === false) this.startFromOutside(by);
    else
      this.ask(counts => {
        if (counts) this.startWithin(by);
        else this.startFromOutside(by);
      });
  }

  /** A thread that gives no answer is taken for one whose calls are counted. */
  private ask(onAnswer: (counts: boolean) => void): void {
    const params = { expression: `${COUNTS_CALLS}\n//# sourceURL=hotpath:counts`, silent: true };
    this.port.post('Runtime.evaluate', params, (_error, { result }) => {
      onAnswer((result as { readonly value?: unknown } | undefined)?.value !== false);
    });
  }

  private startFromOutside(by: ThreadStarter): void {
    if (by.isOver()) return;
    this.profile.start(by.onSampled);
    if (this.options.isWarm === true) this.profile.recompile();
    this.whenSetUp(by, () => {
      this.options.agent.start(() => undefined);
      by.onBegun();
    });
  }

  /** What is to be driven from within begins when something of ours runs there. */
  private startWithin(by: ThreadStarter): void {
    const { agent, starts } = this.options;
    if (starts !== undefined) by.onSampled(null);
    this.whenSetUp(by, () => {
      agent.start(isThere => {
        if (by.isOver()) return;
        if (isThere) this.profile.keepWithin(agent);
        this.profile.start(starts === undefined ? by.onSampled : () => undefined);
        by.onBegun();
      });
    });
  }

  private whenSetUp({ isOver }: ThreadStarter, begin: () => void): void {
    const { starts } = this.options;
    const beginUnlessOver = (): void => {
      if (!isOver()) begin();
    };
    if (starts === undefined) begin();
    else whenSetUp(this.port, { program: starts, isOver }, beginUnlessOver);
  }
}

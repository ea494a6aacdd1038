// What runs of ours inside a recorded thread, as the recorder sees it.

import type { AwaitMessage } from '../await-messages.ts';
import type { Reply } from '../protocol/inspector-port.ts';
import type { TimeLimit } from '../protocol/time-limits.ts';

/** Notes a thread's awaits, and speaks to V8's profiler where that must be done from within. */
export interface ThreadAgent {
  /** To be called before the thread runs its program. */
  prepare(): void;
  /**
   * Begins to note; the thread must have been set up. `done` is called once that is so; it is told whether something of
   * ours runs there.
   */
  start(done: (isThere: boolean) => void): void;
  /** Has the thread hand over what it noted. */
  flush(): void;
  /** Delivers what the thread has handed over by now, on whatever way. */
  collect(): void;
  /** Has the thread hand over the rest and note no more. */
  remove(): void;
  /** A command of the Profiler domain, by a session that does not end before the thread; see `target/kept-profiler.ts`. */
  profile(method: string, params: object, reply: Reply): void;
}

/** What is evaluated in a thread gives this to the recorder, which holds it by its remote id; see `target/injected-awaits.ts`. */
export interface InjectedAwaits {
  /** Hands over what was noted. */
  flush(): void;
  /** Hands over the rest and leaves nothing behind but what keeps the counts. */
  remove(): void;
  /** See `target/kept-profiler.ts`. */
  profile(method: string, params: object): string;
}

/** What goes out by the binding, as JSON. The last answer is that to 'Profiler.stop', when the thread ends. */
export type InjectedNews = InjectedBatch | { readonly lastAnswer: string } | InjectedLimit;

/** A time limit that begins; see `protocol/time-limits.ts`. */
export interface InjectedLimit {
  readonly limit: TimeLimit;
}

/** What was noted. */
export interface InjectedBatch {
  /** As `HelloMessage.clockOriginUs`, of this thread. */
  readonly clockOriginUs: number;
  readonly batch: AwaitMessage;
}

/** What the thread answers to {@link ThreadAgent.profile}, as JSON. */
export interface KeptAnswer {
  readonly error?: string;
  readonly result?: Record<string, unknown>;
}

/** Passes an answer on; whatever is none stands for a thread that gave none. */
export function readAnswer(text: unknown, reply: Reply): void {
  const isAnswer = typeof text === 'string' && text.startsWith('{');
  const { error, result = {} } = isAnswer
    ? (JSON.parse(text) as KeptAnswer)
    : { error: 'It does not answer.' };
  reply(error === undefined ? null : new Error(error), result);
}

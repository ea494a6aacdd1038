// What is asked of a worker thread: nothing any more once it is about to be terminated.

import { runsInThread } from './command.ts';
import type { Post } from './command.ts';
import type { EndingWorkers } from './ending-workers.ts';

/** The questions to one thread that are not answered yet. */
export class WorkerQuestions {
  private open = 0;
  private isOver = false;
  private readonly whenNone = new Set<() => void>();

  constructor(
    private readonly ending: EndingWorkers,
    private readonly threadId: number,
  ) {}

  /** `post`, but for what runs in the thread while that is being ended. */
  guard(post: Post): Post {
    return (method, params, reply) => {
      if (!runsInThread(method) || this.isOver) post(method, params, reply);
      else if (!this.ending.open(this.threadId))
        setImmediate(reply, new Error('The thread is about to end.'), {});
      else {
        this.open++;
        post(method, params, (error, result) => {
          this.close();
          reply(error, result);
        });
      }
    };
  }

  /** Calls it once all are answered, or patience ends: a thread in native code does not answer. */
  whenAnswered(done: () => void): void {
    if (this.open === 0) {
      done();
      return;
    }
    const next = (): void => {
      if (!this.whenNone.delete(next)) return;
      clearTimeout(timer);
      done();
    };
    this.whenNone.add(next);
    const timer = setTimeout(next, PATIENCE_MS);
  }

  /** The thread is gone: there will be no answers. */
  end(): void {
    this.isOver = true;
    while (this.open > 0) this.close();
  }

  private close(): void {
    if (this.open === 0) return;
    this.open--;
    this.ending.close(this.threadId);
    if (this.open === 0) for (const next of [...this.whenNone]) next();
  }
}

/** As long as who ends a thread waits for these. */
const PATIENCE_MS = 200;

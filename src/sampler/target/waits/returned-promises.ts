// What a function that was given to `.then` has returned, where that is a promise: it is waited for like one that is awaited.
//
//   load().then(x => show(x)).then(…)      before  show  after        what the first `.then` has made is not settled
//                                          before  then  after        V8 waits for what show has given
//
// That is in a task of its own, with nothing on its stack.

import type { MadePromise } from './made-promises.ts';
import type { NotedWait } from './noted-wait.ts';

/** A call that has returned a promise. */
interface ReturningCall {
  readonly wait: NotedWait;
  readonly made: readonly MadePromise[];
}

/** Knows them until V8 waits for what they returned. */
export class ReturnedPromises {
  /** The wait after which that call ran for which V8 waits now. */
  by: NotedWait | null = null;
  /** The promises that were made in that call, as far as they are known. */
  made: readonly MadePromise[] | undefined;
  /** The promise of the call that goes on, unless it is settled. */
  private open: object | null = null;
  private readonly calls = new WeakMap<object, ReturningCall>();
  private count = 0;

  /** V8 goes on with this promise: a call that is to settle it, or an await, if it `isNoted`; or else what one has returned. */
  begin(promise: object, isNoted: boolean): void {
    if (isNoted) this.open = promise;
    else if (this.count > 0) this.enter(promise);
  }

  /** It is settled. */
  settle(promise: object): void {
    if (promise === this.open) this.open = null;
  }

  /** The call, which ran after `wait`, is over. */
  end(promise: object, wait: NotedWait, made: readonly MadePromise[]): void {
    if (this.open !== promise) return;
    this.open = null;
    this.calls.set(promise, { wait, made });
    this.count++;
  }

  /** V8 has begun to wait. */
  leave(): void {
    this.by = null;
    this.made = undefined;
  }

  private enter(promise: object): void {
    const call = this.calls.get(promise);
    if (call === undefined) return;
    this.calls.delete(promise);
    this.count--;
    this.by = call.wait;
    this.made = call.made;
  }
}

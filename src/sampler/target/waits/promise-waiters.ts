// Who waits for which promise, until it is settled.

import type { NotedWait } from './noted-wait.ts';

/** Of those who wait for one promise, so many of the last are known: for some that are never settled more come for ever. */
const MAX_BESIDE = 100;

/** Keeps no promise alive. */
export class PromiseWaiters {
  /** Promise → the last wait for it. */
  private readonly last = new WeakMap<object, NotedWait>();

  add(promise: object, wait: NotedWait): void {
    const beside = this.last.get(promise);
    if (beside !== undefined && beside.besides < MAX_BESIDE) {
      wait.beside = beside;
      wait.besides = beside.besides + 1;
    }
    this.last.set(promise, wait);
  }

  /** The last that began, of those who wait for this promise; the others are beside it. */
  of(promise: object): NotedWait | null {
    return this.last.get(promise) ?? null;
  }

  /** It is settled: what V8 would look at again and again, to see whether it is garbage, is known no more. */
  forget(promise: object): void {
    this.last.delete(promise);
  }
}

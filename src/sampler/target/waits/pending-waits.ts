// The waits of a program that have begun and are not known to be over, by what is waited for.

import type { NotedWait } from './noted-wait.ts';

/** Nothing is kept alive for long: a promise that nobody can settle any more must not stay because of us. */
export class PendingWaits {
  private readonly young = new Map<object, NotedWait>();
  private readonly old = new WeakMap<object, NotedWait>();
  private readonly oldRefs = new Map<NotedWait, WeakRef<object>>();

  get size(): number {
    return this.young.size + this.oldRefs.size;
  }

  add(key: object, wait: NotedWait): void {
    this.young.set(key, wait);
  }

  find(key: object): NotedWait | undefined {
    return this.young.get(key) ?? (this.oldRefs.size > 0 ? this.old.get(key) : undefined);
  }

  /** One that is not held weakly. */
  findYoung(key: object): NotedWait | undefined {
    return this.young.get(key);
  }

  /** A wait is over that may be held weakly. */
  forget(wait: NotedWait): void {
    this.oldRefs.delete(wait);
  }

  remove(key: object): void {
    this.young.delete(key);
  }

  clear(): void {
    this.young.clear();
  }

  /** Every wait that is not held weakly. */
  youngOnes(): IterableIterator<[object, NotedWait]> {
    return this.young.entries();
  }

  /** Every wait that is held weakly. */
  oldOnes(): IterableIterator<NotedWait> {
    return this.oldRefs.keys();
  }

  /** Those held weakly for whose promise nobody can wait any more. */
  *lostOnes(): Generator<NotedWait> {
    for (const [wait, ref] of this.oldRefs) if (ref.deref() === undefined) yield wait;
  }

  /** From now on the wait alone does not keep the promise. */
  holdWeakly(promise: object, wait: NotedWait): void {
    this.young.delete(promise);
    wait.awaited = null;
    this.old.set(promise, wait);
    this.oldRefs.set(wait, new WeakRef(promise));
  }
}

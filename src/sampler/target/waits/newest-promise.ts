// The promise that was made last: what is awaited as soon as it is made was made for that.

/** Remembers it. */
export class NewestPromise {
  /** A wait for a callback, which may settle it, was noted since it was made. */
  hasBegunCallback = false;
  private newest: object | null = null;
  private awaits = 0;

  /** One is made that waits for no other. */
  make(promise: object): void {
    this.newest = promise;
    this.awaits = 0;
    this.hasBegunCallback = false;
  }

  /** A promise is awaited. Gives whether it is the newest, and nothing was awaited since. */
  await(promise: object): boolean {
    return this.awaits++ === 0 && promise === this.newest;
  }
}

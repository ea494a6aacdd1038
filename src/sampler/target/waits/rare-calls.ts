// What happens so seldom that to note it costs next to nothing: it is noted whatever else is left out.

/** Programs replace globals: what was there at the start is used to the end. */
const { min } = Math;

/** So many a millisecond are rare. */
const PER_MS = 0.5;
/** And so many at once after a time without any. */
const AT_ONCE = 200;

/** Tells what is rare from what is frequent. */
export class RareCalls {
  private left = AT_ONCE;
  private lastMs = 0;

  /** Counts one more, and tells whether they are rare. */
  add(nowMs: number): boolean {
    this.left = min(AT_ONCE, this.left + (nowMs - this.lastMs) * PER_MS);
    this.lastMs = nowMs;
    if (this.left < 1) return false;
    this.left--;
    return true;
  }
}

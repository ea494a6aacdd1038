// Which signals the program has been sent by others than us: a signal to a process group reaches the program and us, and
// is not to be passed on.

/** A signal to a process group reaches the program and us within this time. */
const TOGETHER_MS = 100;

/** What the program told of the signals that it was sent. */
export class SentSignals {
  /** Signal → when the program last told of one of another's, on our clock. */
  private readonly othersMs = new Map<NodeJS.Signals, number>();
  /** Signal → how many of ours the program has not told of yet. */
  private readonly ours = new Map<NodeJS.Signals, number>();

  /** The program tells that it was sent this signal. */
  tell(signal: NodeJS.Signals): void {
    const ours = this.ours.get(signal) ?? 0;
    if (ours > 0) this.ours.set(signal, ours - 1);
    else this.othersMs.set(signal, performance.now());
  }

  /**
   * Whether we are to pass on a signal that reached us at a moment of `performance.now()`: the program has not been sent
   * it then as well. If so, it counts as sent.
   */
  pass(signal: NodeJS.Signals, reachedMs: number): boolean {
    const others = this.othersMs.get(signal);
    if (others !== undefined && others > reachedMs - TOGETHER_MS) return false;
    this.ours.set(signal, (this.ours.get(signal) ?? 0) + 1);
    return true;
  }
}

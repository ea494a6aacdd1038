// Adds up the samples of a call tree as profilers do that count in seconds: in binary fractions, so that the order of
// the sums shows in their last digits. Each call, from when it is entered until it is left, is a sum of its own.
//
//   samples      main > parse 1ms   main > parse 1ms   main 1ms   main > parse 1ms
//   main         ((0.001 + 0.001) + 0.001) + 0.001
//   parse        (0.001 + 0.001) + 0.001

/** As many steps as take about a second: samples times the depth of their stacks. Beyond that nobody sees last digits. */
const MOST_STEPS = 1e8;

/** The sums of a tree's nodes, by number. */
export class BinarySeconds {
  readonly #parents: readonly number[];
  readonly #sums: number[] = [];
  /** Node → the call that goes on, or was the last. */
  readonly #calls: number[] = [];
  /** Node → the last sample on whose stack it was. */
  readonly #seen: number[] = [];
  #sample = 0;
  #steps = 0;

  /** `parents` says for each node which is above it; -1 for the root. It may grow. */
  constructor(parents: readonly number[]) {
    this.#parents = parents;
  }

  /** Whether all samples are in the sums: they are not where that would take too long. */
  get isWhole(): boolean {
    return this.#steps <= MOST_STEPS;
  }

  /** Adds a sample to this node and all above it. */
  add(node: number, seconds: number): void {
    if (!this.isWhole) return;
    const sample = ++this.#sample;
    for (let at = node; at >= 0; at = this.#parents[at] ?? -1) {
      if (this.#seen[at] !== sample - 1) this.#endCall(at);
      this.#seen[at] = sample;
      this.#calls[at] = (this.#calls[at] ?? 0) + seconds;
      this.#steps++;
    }
  }

  /** What comes next is no continuation of any call. */
  endAll(): void {
    this.#sample++;
  }

  /** The node's sum so far. */
  of(node: number): number {
    return (this.#sums[node] ?? 0) + (this.#calls[node] ?? 0);
  }

  #endCall(node: number): void {
    this.#sums[node] = this.of(node);
    this.#calls[node] = 0;
  }
}

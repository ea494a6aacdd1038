// Votes of interrupted stacks: how often execution was seen at each place of a function.

/** Lines and columns in one number: columns of generated code can be long, lines are fewer. */
const COLUMNS = 2 ** 24;

/** A line and a column, from 1, as one number; in the order of the text. */
export function placeAt(line: number, column: number): number {
  return line * COLUMNS + column;
}

/** How often execution was seen at each place. */
export class Votes {
  private readonly counts = new Map<number, number>();
  total = 0;

  add(place: number, count: number): void {
    this.counts.set(place, (this.counts.get(place) ?? 0) + count);
    this.total += count;
  }

  addAll(other: Votes): void {
    for (const [place, count] of other.counts) this.add(place, count);
  }

  /** Each place, and its part of all votes. */
  *shares(): Generator<{ readonly line: number; readonly column: number; readonly share: number }> {
    for (const [place, count] of this.counts)
      yield {
        line: Math.floor(place / COLUMNS),
        column: place % COLUMNS,
        share: count / this.total,
      };
  }
}

/** Adds votes under a key. */
export function castVotes<K>(votes: Map<K, Votes>, key: K, cast: Votes): void {
  let of = votes.get(key);
  if (of === undefined) votes.set(key, (of = new Votes()));
  of.addAll(cast);
}

/** Adds one place's votes under a key. */
export function castVote<K>(
  votes: Map<K, Votes>,
  key: K,
  vote: { readonly place: number; readonly count: number },
): void {
  let of = votes.get(key);
  if (of === undefined) votes.set(key, (of = new Votes()));
  of.add(vote.place, vote.count);
}

// Chooses one of several sites that share something which cannot be divided, such as a sample.

/** A site, and its part; the parts sum to 1. */
export interface SitePart {
  readonly site: number;
  readonly share: number;
}

/** The site that is owed most gets it: in the end each has had its share. */
export class FairChoice {
  private readonly owed = new Map<number, number>();

  /** The site that gets so many; -1 without any. */
  choose(parts: readonly SitePart[], count: number): number {
    let most = -1;
    for (const { site, share } of parts) {
      this.owed.set(site, this.owedTo(site) + count * share);
      if (most < 0 || this.owedTo(site) > this.owedTo(most)) most = site;
    }
    this.owed.set(most, this.owedTo(most) - count);
    return most;
  }

  private owedTo(site: number): number {
    return this.owed.get(site) ?? 0;
  }
}

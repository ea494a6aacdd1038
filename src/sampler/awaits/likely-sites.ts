// After which await a function went on, where that was not noted: what runs for less than a tenth of a millisecond is not,
// nor what went on after an await that was not. A function may be called from several places, and awaits at several.

import { FairChoice } from './fair-choice.ts';
import type { SiteActivity } from './site-activity.ts';

/** Chooses among the places at which a function awaits. */
export class LikelySites {
  private readonly choice = new FairChoice();

  constructor(private readonly activity: SiteActivity) {}

  /**
   * The site after which it most likely went on by now; `undefined` if there is none. Where it waits at several again and
   * again, each is chosen as often as it waits there; else the one where it last ended to.
   */
  choose(sites: readonly number[]): number | undefined {
    const { activity } = this;
    const [first] = sites;
    if (first === undefined || sites.length === 1) return first;
    const sum = sites.reduce((all, site) => all + activity.briefAt(site), 0);
    if (sum === 0)
      return sites.reduce((last, site) =>
        activity.lastEndOf(site) > activity.lastEndOf(last) ? site : last,
      );
    const parts = sites.map(site => ({ site, share: activity.briefAt(site) / sum }));
    return this.choice.choose(
      parts.filter(({ share }) => share > 0),
      1,
    );
  }
}

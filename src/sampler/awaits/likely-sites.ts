// After which await a function went on, where that was not noted: what runs for less than a tenth of a millisecond is not,
// nor what went on after an await that was not. A function may be called from several places, and awaits at several.

import type { Micros } from '../../model/frame.ts';
import { FairChoice } from './fair-choice.ts';
import type { SitePart } from './fair-choice.ts';
import type { SiteActivity } from './site-activity.ts';
import type { MomentWalk } from './site-moments.ts';

/** What was noted later than that ago has led to nothing else. */
const JUST_US = 10_000;

/** Chooses among the places at which a function awaits. */
export class LikelySites {
  private readonly choice = new FairChoice();

  constructor(
    private readonly activity: SiteActivity,
    private readonly moments: MomentWalk,
  ) {}

  /**
   * The site after which it most likely went on by now; `undefined` if there is none. That where it has just ended to wait;
   * else each is chosen as often as it is noted to go on there at that time. Moments must not go back.
   */
  choose(sites: readonly number[], momentUs: Micros): number | undefined {
    const [first] = sites;
    if (first === undefined || sites.length === 1) return first;
    const brief = this.briefParts(sites);
    if (brief.length > 0) return this.choice.choose(brief, 1);
    const last = this.lastEnded(sites);
    if (momentUs - this.activity.lastEndOf(last) < JUST_US) return last;
    const parts = this.moments.partsAt(sites, momentUs);
    return parts.length > 0 ? this.choice.choose(parts, 1) : last;
  }

  /** The parts of those at which it waits again and again. */
  private briefParts(sites: readonly number[]): readonly SitePart[] {
    const { activity } = this;
    const sum = sites.reduce((all, site) => all + activity.briefAt(site), 0);
    const parts = sites.map(site => ({ site, share: activity.briefAt(site) / sum }));
    return parts.filter(({ share }) => share > 0);
  }

  private lastEnded(sites: readonly number[]): number {
    const { activity } = this;
    return sites.reduce((last, site) =>
      activity.lastEndOf(site) > activity.lastEndOf(last) ? site : last,
    );
  }
}

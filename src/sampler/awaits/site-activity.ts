// What is known by now of those who wait at each site.

import type { Micros } from '../../model/frame.ts';
import type { Wait } from './wait-rows.ts';
import { isBrief } from './wait-rows.ts';
import { ROUNDING } from './waiters.ts';

/** To be told of every wait that begins, and of its end. */
export class SiteActivity {
  private readonly brief = new Map<number, number>();
  private readonly lastEnd = new Map<number, Micros>();
  private readonly lastBegin = new Map<number, Micros>();

  enter(wait: Wait): void {
    this.lastBegin.set(wait.site, wait.startUs);
    if (isBrief(wait)) this.addBrief(wait.site, wait.weight);
  }

  drop(wait: Wait): void {
    if (isBrief(wait)) this.addBrief(wait.site, -wait.weight);
    else this.lastEnd.set(wait.site, wait.endUs);
  }

  /** Whether somebody began to wait at this site since then. */
  beganSince(site: number, momentUs: Micros): boolean {
    return (this.lastBegin.get(site) ?? -Infinity) >= momentUs;
  }

  /** When somebody last ended to wait there. */
  lastEndOf(site: number): Micros {
    return this.lastEnd.get(site) ?? -Infinity;
  }

  /** How many wait there now, again and again, for times that are so short that they are told together. */
  briefAt(site: number): number {
    return this.brief.get(site) ?? 0;
  }

  private addBrief(site: number, weight: number): void {
    const sum = this.briefAt(site) + weight;
    if (sum > ROUNDING) this.brief.set(site, sum);
    else this.brief.delete(site);
  }
}

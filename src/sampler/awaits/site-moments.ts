// How much was noted to run after the awaits at each site, and when. Where awaits come densely a part of them is noted,
// and what runs after the others ran after such awaits: in the same parts, at the same time.
//
//   noted      a ── a ──── a ── a           b ──── b ── b
//   moments    │  3 ms a  │  2 ms a  │  1 ms b  │  4 ms b  │

import type { Micros } from '../../model/frame.ts';
import type { SitePart } from './fair-choice.ts';
import { Column } from './sifted-rows.ts';

/** What was noted within this time is one moment; later in a long run, within that. */
const MOMENT_US = 50_000;
const LATER_MOMENT_US = 250_000;
const LATER_US = 120_000_000;
/** A wait of which no run is known counts as little as this. */
const NO_RUN_US = 1;

/** Collects what was noted, at 16 bytes for each site of a moment. */
export class SiteMoments {
  private readonly site = new Column(Uint32Array);
  private readonly moment = new Column(Uint32Array);
  private readonly us = new Column(Float64Array);
  /** Site → its last row. */
  private readonly last = new Map<number, number>();
  private originUs: Micros | undefined;

  /** Something went on at a site at this time; `us`: for how long, if it is known. */
  add(site: number, atUs: Micros, us: Micros = NO_RUN_US): void {
    this.originUs ??= atUs - START_US;
    const moment = this.momentOf(atUs);
    const last = this.last.get(site);
    if (last !== undefined && this.moment.at(last) === moment) {
      this.us.set(last, this.us.at(last) + us);
      return;
    }
    this.last.set(site, this.moment.length);
    this.site.push(site);
    this.moment.push(moment);
    this.us.push(us);
  }

  /** Goes through them in order of time. */
  walk(): MomentWalk {
    return new MomentWalk(this.rows(), atUs => this.momentOf(atUs));
  }

  private *rows(): Generator<SiteMoment> {
    for (const row of this.moment.order())
      yield { site: this.site.at(row), moment: this.moment.at(row), us: this.us.at(row) };
  }

  private momentOf(atUs: Micros): number {
    const us = Math.max(0, atUs - (this.originUs ?? atUs));
    const laterUs = Math.max(0, us - LATER_US);
    return Math.floor((us - laterUs) / MOMENT_US) + Math.floor(laterUs / LATER_MOMENT_US);
  }
}

/** Batches are told somewhat out of order. */
const START_US = 60_000_000;

interface SiteMoment {
  readonly site: number;
  readonly moment: number;
  readonly us: Micros;
}

/** Walks through time, forward only. */
export class MomentWalk {
  private readonly known = new Map<number, SiteMoment>();
  private next: SiteMoment | undefined;

  constructor(
    private readonly rows: Iterator<SiteMoment>,
    private readonly momentOf: (atUs: Micros) => number,
  ) {
    this.next = this.read();
  }

  /** The parts of these sites in what ran at that time, or when one of them was noted last; none: nothing is known. */
  partsAt(sites: readonly number[], atUs: Micros): readonly SitePart[] {
    this.goTo(this.momentOf(atUs));
    const known = sites.flatMap(site => this.known.get(site) ?? []);
    const last = known.reduce((latest, { moment }) => Math.max(latest, moment), -1);
    const present = known.filter(({ moment }) => moment === last);
    const sum = present.reduce((all, { us }) => all + us, 0);
    return present.map(({ site, us }) => ({ site, share: us / sum }));
  }

  private goTo(moment: number): void {
    for (; this.next !== undefined && this.next.moment <= moment; this.next = this.read()) {
      const { site, us } = this.next;
      const before = this.known.get(site);
      const isSame = before?.moment === this.next.moment;
      this.known.set(site, isSame ? { ...this.next, us: us + before.us } : this.next);
    }
  }

  private read(): SiteMoment | undefined {
    const next = this.rows.next();
    return next.done === true ? undefined : next.value;
  }
}

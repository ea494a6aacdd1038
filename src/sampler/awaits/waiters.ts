// Who waits at a moment, by site, and which of them count.

import { isOfProgram } from '../await-frames.ts';
import { LETS_NONE_GO_ON, WAIT_KINDS } from '../await-batch.ts';
import type { WaitKind } from '../await-batch.ts';
import type { Links } from './linked-waits.ts';
import type { CalledSite } from './site-callers.ts';
import { BRIEF_PART_ID, isBrief, PAUSE_US } from './wait-rows.ts';
import type { Wait } from './wait-rows.ts';

/** Those who wait at one site, in the same manner. */
export interface Waiters {
  readonly site: number;
  readonly kind: WaitKind;
  /** Nobody waits for them any more. */
  readonly isLeft: boolean;
  readonly length: WaitLength;
  weight: number;
}

/** `pauses`: of many that followed one another a part was noted; `short`: it may have been waited for in such a pause. */
type WaitLength = 'pauses' | 'short' | 'long';

/** Counts waits as they begin and end. */
export class WaiterCounts {
  private readonly bySite = new Map<string, Waiters>();
  private readonly ofApplication = new Map<number, boolean>();

  constructor(
    private readonly sites: readonly CalledSite[],
    private readonly links: Links,
  ) {}

  /** Adds the weight, or takes it away. */
  add(wait: Wait, weight: number, isLeft: boolean): void {
    const { site, waitsFor } = wait;
    const own = this.sites[site]?.kind ?? 'await';
    // A callback that lets no await go on is waited for like a promise, unless it is one of many.
    const kind = waitsFor === LETS_NONE_GO_ON && own !== 'repeat' ? 'await' : own;
    const length = lengthOf(wait);
    const key = `${kind} ${site} ${isLeft} ${length}`;
    const waiters = this.bySite.get(key) ?? { site, kind, isLeft, length, weight: 0 };
    waiters.weight += weight;
    if (waiters.weight > ROUNDING) this.bySite.set(key, waiters);
    else this.bySite.delete(key);
  }

  /**
   * The program's awaits, and callbacks that none of these is for; without any, the parts of promises that were put
   * together: who awaits them all awaits once, and those that `Promise.race` has left behind may never settle. Then the
   * callbacks of which is not known what they are for, since most are behind an await. Node.js' own awaits count only
   * where there is nothing else: its module loader for one awaits the whole program, and `fetch` watches a response that
   * the program may long have left. What nobody waits for any more comes behind all that. Where the application waits, what
   * libraries wait for by themselves does not count: a test runner, that all tests are over.
   */
  relevant(): readonly Waiters[] {
    const all = [...this.bySite.values()];
    const ofProgram = all.filter(({ site }) => this.isOfProgram(site));
    for (const isLeft of [false, true])
      for (const kind of WAIT_KINDS) {
        const found = ofProgram.filter(of => of.kind === kind && of.isLeft === isLeft);
        const own = found.filter(({ site }) => this.isOfApplication(site));
        if (found.length > 0) return own.length > 0 ? own : found;
      }
    return all.filter(({ site }) => this.sites[site]?.kind === 'await');
  }

  /**
   * A `.then` that is never called back, as for the end of a connection, and one that the program itself lets go on in the
   * end: it did other things meanwhile, and waited where it did these.
   */
  isBeside({ id, site, endUs }: Wait): boolean {
    const { kind, callsBack, isReturned } = this.sites[site] ?? {};
    if (kind !== 'await' || (callsBack ?? isReturned) !== true) return false;
    return endUs === Infinity || this.links.has(id);
  }

  private isOfApplication(site: number): boolean {
    let is = this.ofApplication.get(site);
    if (is === undefined) this.ofApplication.set(site, (is = hasApplication(this.sites[site])));
    return is;
  }

  /** Whether the program itself waits there, not Node.js. */
  isOfProgram(index: number): boolean {
    const site = this.sites[index];
    return site?.frames.slice(0, site.seen).some(({ url }) => !url.startsWith('node:')) ?? false;
  }
}

function hasApplication(site: CalledSite | undefined): boolean {
  return site?.frames.some(of => isOfProgram(of) && !of.url.includes('/node_modules/')) === true;
}

function lengthOf(wait: Wait): WaitLength {
  if (wait.id === BRIEF_PART_ID) return 'pauses';
  return !isBrief(wait) && wait.endUs - wait.startUs < PAUSE_US ? 'short' : 'long';
}

/** What weights that are no whole numbers may leave behind. */
export const ROUNDING = 1e-6;

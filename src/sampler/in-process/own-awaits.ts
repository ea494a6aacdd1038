// The awaits of one recording among those of the thread, with sites that are numbered for it alone.

import type { AwaitBatch, AwaitSite } from '../await-batch.ts';
import { BRIEF_ROW, RUN_ROW, WAIT_ROW } from '../await-batch.ts';
import type { AsyncContext } from './contexts.ts';

/** Rows of awaits, as the tracker tells them. */
export interface AwaitRows {
  /** Rows of {@link WAIT_ROW}: see `AwaitBatch`. */
  readonly waits: readonly number[];
  /** Rows of {@link RUN_ROW}, likewise. */
  readonly runs: readonly number[];
  /** Rows of {@link BRIEF_ROW}, likewise. */
  readonly briefWaits: readonly number[];
  /** Likewise; of waits of whatever recording. */
  readonly links: readonly number[];
  /** There were others that are not told; whose they are is not known. */
  readonly isPart?: boolean;
  readonly contexts: Contexts;
}

/** In which context each wait began: one for each row. */
export interface Contexts {
  readonly waits: readonly (AsyncContext | null)[];
  readonly briefWaits: readonly (AsyncContext | null)[];
}

/** Picks what belongs to its recording. */
export class OwnAwaits {
  readonly #owns: (context: AsyncContext | null) => boolean;
  /** Number among the sites of the thread → number among ours. */
  #local = new Map<number, number>();
  /** Waits that were told and go on: id → row, its site numbered as the thread does. */
  readonly #open = new Map<number, readonly number[]>();
  /** What was before is not of the recording. On the clock of the rows. */
  #startMs = 0;
  /** What ran before was told to a builder before this one. Likewise. */
  #runsFromMs = 0;

  constructor(owns: (context: AsyncContext | null) => boolean) {
    this.#owns = owns;
  }

  /** The recording's part of the rows. `sites` holds every site of the thread that was ever told. */
  take(rows: AwaitRows, sites: readonly AwaitSite[]): AwaitBatch {
    const added: AwaitSite[] = [];
    const local = (site: number): number => this.#localSite(site, sites, added);
    const own = new Set<number | undefined>();
    const waits = this.#ownRows(rows.waits, WAIT_ROW, rows.contexts.waits).flatMap(wait => {
      own.add(wait[0]);
      this.#note(wait);
      return this.#localWait(wait, local);
    });
    const briefWaits = this.#ownRows(rows.briefWaits, BRIEF_ROW, rows.contexts.briefWaits).flatMap(
      ([site = -1, ...rest]) => [local(site), ...rest],
    );
    const runs = this.#localRuns(rows.runs, local);
    const links = rows.links.filter((_, i) => own.has(rows.links[i - (i % 2)]));
    const told = { sites: added, waits, briefWaits, runs, links };
    return rows.isPart === true ? { ...told, isPart: true } : told;
  }

  /** Numbers sites anew, for a builder that goes on from this moment. Gives the waits that do, from their beginning. */
  restart(momentMs: number, sites: readonly AwaitSite[]): AwaitBatch {
    this.#runsFromMs = momentMs;
    this.#local = new Map();
    const added: AwaitSite[] = [];
    const local = (site: number): number => this.#localSite(site, sites, added);
    const waits = [...this.#open.values()].flatMap(wait => this.#localWait(wait, local));
    return { sites: added, waits, runs: [] };
  }

  /** Nothing that was before is of interest. */
  begin(startMs: number): void {
    this.#startMs = this.#runsFromMs = startMs;
  }

  #ownRows(rows: readonly number[], length: number, contexts: Contexts['waits']): number[][] {
    return contexts.flatMap((context, row) =>
      this.#owns(context) ? [rows.slice(row * length, (row + 1) * length)] : [],
    );
  }

  #localRuns(runs: readonly number[], local: (site: number) => number): number[] {
    const after: number[] = [];
    for (let i = 0; i < runs.length; i += RUN_ROW) {
      const [site = -1, start = 0, end = 0] = runs.slice(i, i + RUN_ROW);
      if (end > this.#runsFromMs) after.push(local(site), Math.max(start, this.#runsFromMs), end);
    }
    return after;
  }

  #note(wait: readonly number[]): void {
    const [id = 0, , , , , , isOver] = wait;
    if (isOver === 0) this.#open.set(id, wait);
    else this.#open.delete(id);
  }

  #localWait(wait: readonly number[], local: (site: number) => number): readonly number[] {
    const [id = 0, site = -1, start = 0, ...rest] = wait;
    return [id, local(site), Math.max(start, this.#startMs), ...rest];
  }

  /** The number of a site in this recording; a site that is all our own code has none. */
  #localSite(site: number, sites: readonly AwaitSite[], added: AwaitSite[]): number {
    const known = this.#local.get(site);
    if (known !== undefined) return known;
    const told = sites[site];
    const next = this.#local.size;
    if (told === undefined || told.frames.length === 0) return -1;
    this.#local.set(site, next);
    added.push(told);
    return next;
  }
}

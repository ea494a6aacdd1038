// How often and how long a lane waited at each place.

import type { Micros } from '../../model/frame.ts';
import type { AwaitTable } from '../../model/session.ts';
import type { AwaitFrame, AwaitSite } from '../await-batch.ts';
import type { Wait } from './wait-rows.ts';

/** How often the program waited at a place, and how long. */
export interface SiteFacts {
  count: number;
  totalUs: Micros;
  maxUs: Micros;
  /** When the first of them began. */
  firstUs: Micros;
}

/** Counts a wait among those of its site, up to `endUs` at most; one that took no time was none. */
export function addWait(facts: Map<number, SiteFacts>, wait: Wait, endUs: Micros): void {
  const { site, weight, startUs } = wait;
  if (wait.endUs <= startUs) return;
  const us = Math.max(0, Math.min(wait.endUs, endUs) - startUs);
  addFacts(facts, site, { count: weight, totalUs: us * weight, maxUs: us, firstUs: startUs });
}

/** Adds what is known of some waits to what is known of their site. */
export function addFacts(facts: Map<number, SiteFacts>, site: number, added: SiteFacts): void {
  const sum = facts.get(site);
  if (sum === undefined) {
    facts.set(site, { ...added });
    return;
  }
  sum.count += added.count;
  sum.totalUs += added.totalUs;
  sum.maxUs = Math.max(sum.maxUs, added.maxUs);
  sum.firstUs = Math.min(sum.firstUs, added.firstUs);
}

/** Where a site's waiting stands: at the await, or where the program called what will call it back. */
function placeOf(site: AwaitSite | undefined): AwaitFrame | undefined {
  const { frames = [], kind } = site ?? {};
  const isCall = kind !== 'await';
  const ofProgram = isCall ? frames.find(({ url }) => !url.startsWith('node:')) : undefined;
  return ofProgram ?? frames[0];
}

/** The facts of each place; `intern` gives a string's index. */
export function tableOf(
  facts: ReadonlyMap<number, SiteFacts>,
  sites: readonly AwaitSite[],
  intern: (text: string) => number,
): AwaitTable {
  const rows = withoutSeconds(
    [...facts].flatMap(([site, sum]) => {
      const { isNext, ...of } = sites[site] ?? {};
      const frame = placeOf(sites[site]);
      return frame === undefined || isNext === true ? [] : [{ ...of, ...sum, frame }];
    }),
  );
  return {
    file: rows.map(({ frame }) => intern(frame.url)),
    line: rows.map(({ frame }) => frame.line),
    column: rows.map(({ frame }) => frame.column),
    count: rows.map(({ count }) => count),
    totalUs: rows.map(({ totalUs }) => totalUs),
    maxUs: rows.map(({ maxUs }) => maxUs),
  };
}

interface Placed extends Partial<Pick<AwaitSite, 'kind' | 'callsBack' | 'isReturned'>> {
  readonly frame: AwaitFrame;
}

/**
 * The timer of `await new Promise(resolve => setTimeout(resolve, 100))` is no second wait of its line, nor is the promise
 * that is returned to the one of `await locked(() => load())`.
 */
function withoutSeconds<Row extends Placed>(all: readonly Row[]): readonly Row[] {
  const awaits = all.filter(({ kind }) => kind === 'await');
  const isOwn = ({ callsBack, isReturned }: Placed): boolean => !(callsBack ?? isReturned ?? false);
  const [waiting, awaiting] = [linesOf(awaits), linesOf(awaits.filter(isOwn))];
  return all.filter(row => {
    if (row.kind !== 'await') return !waiting.has(lineOf(row));
    return row.isReturned !== true || !awaiting.has(lineOf(row));
  });
}

function linesOf(rows: readonly Placed[]): ReadonlySet<string> {
  return new Set(rows.map(lineOf));
}

function lineOf({ frame: { url, line } }: Placed): string {
  return `${line} ${url}`;
}

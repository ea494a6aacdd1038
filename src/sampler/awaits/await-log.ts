// What a lane told about its awaits, in the order and on the clock of its samples.

import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Micros } from '../../model/frame.ts';
import type { AwaitTable } from '../../model/session.ts';
import { WAIT_ROW } from '../messages.ts';
import type { AwaitBatch, AwaitFrame, AwaitSite } from '../messages.ts';
import { RunRows, WaitRows } from '../wait-rows.ts';
import type { Run, Wait } from '../wait-rows.ts';
import { FreshRuns, readRuns } from './fresh-runs.ts';

/** Collects the awaits of one lane. Times are of V8's monotonic clock. */
export class AwaitLog {
  readonly sites: AwaitSite[] = [];
  private readonly waitRows = new WaitRows();
  private readonly runRows = new RunRows();
  /** Id of a wait that may be told once more → its row. */
  private readonly open = new Map<number, number>();
  private hasWeights = false;
  /** What is not over is told to the log that follows this one, which then counts it. */
  isContinued = false;
  /** For the next samples. */
  readonly freshRuns = new FreshRuns(this.sites);

  constructor(private readonly clockOriginUs: Micros) {}

  add(batch: AwaitBatch): void {
    for (const site of batch.sites) this.sites.push(withUrls(site));
    const { waits, runs } = batch;
    for (let i = 0; i < waits.length; i += WAIT_ROW) this.addWait(waits.slice(i, i + WAIT_ROW));
    for (const run of readRuns(runs, this.clockOriginUs)) {
      this.runRows.add(run);
      this.freshRuns.add(run);
    }
  }

  get isEmpty(): boolean {
    return this.waitRows.length === 0 && this.runRows.length === 0;
  }

  /** Some awaits stand for others that were not noted. */
  get isEstimate(): boolean {
    return this.hasWeights;
  }

  /** By start. */
  waits(): Iterable<Wait> {
    return this.waitRows.byStart();
  }

  /** By start; a thread runs one thing at a time, so they do not overlap. */
  runs(): Iterable<Run> {
    return this.runRows.byStart();
  }

  /** Facts for each place that awaits; waits that go on end at `endUs`. `intern` gives a string's index. */
  table(intern: (text: string) => number, endUs: Micros): AwaitTable {
    const facts = new Map<number, AwaitFacts>();
    for (const wait of this.waits()) {
      if (wait.endUs <= wait.startUs || (this.isContinued && this.open.has(wait.id))) continue;
      const us = Math.max(0, Math.min(wait.endUs, endUs) - wait.startUs);
      const sum = facts.get(wait.site) ?? { count: 0, totalUs: 0, maxUs: 0 };
      facts.set(wait.site, {
        count: sum.count + wait.weight,
        totalUs: sum.totalUs + us * wait.weight,
        maxUs: Math.max(sum.maxUs, us),
      });
    }
    return tableOf(facts, this.sites, intern);
  }

  private addWait(row: readonly number[]): void {
    const [id = 0, site = -1, start = 0, end = 0, weight = 1, waitsFor = 0, isOver = 1] = row;
    if (site < 0) return;
    const endUs = end < 0 ? Infinity : this.onClock(end);
    const known = this.open.get(id);
    if (known === undefined) {
      const added = { id, site, startUs: this.onClock(start), endUs, weight, waitsFor };
      this.open.set(id, this.waitRows.add(added));
      this.hasWeights ||= weight > 1;
    } else this.waitRows.setEnd(known, { endUs, waitsFor });
    if (isOver === 0) return;
    this.open.delete(id);
    if (this.sites[site]?.kind === 'callback') this.freshRuns.addCallback(endUs);
  }

  private onClock(ms: number): Micros {
    return this.clockOriginUs + ms * 1000;
  }
}

/** V8 names CommonJS modules by their path; the inspector names them by URL, and so do samples. */
function withUrls(site: AwaitSite): AwaitSite {
  const frames = withoutTaskQueue(site.frames).map(frame =>
    isAbsolute(frame.url) ? { ...frame, url: pathToFileURL(frame.url).href } : frame,
  );
  return { ...site, frames };
}

/**
 * A function that was resumed is called by the task queue and whatever ran that; those who await it are its callers
 * in the program's sense.
 */
function withoutTaskQueue(frames: readonly AwaitFrame[]): readonly AwaitFrame[] {
  const queue = frames.findIndex(frame => !frame.isAsync && isTaskQueue(frame.url));
  if (queue < 0) return frames;
  return [...frames.slice(0, queue), ...frames.filter(frame => frame.isAsync)];
}

/** Whether functions of this script run what was queued: `processTicksAndRejections` and the like. */
export function isTaskQueue(url: string): boolean {
  return url === 'node:internal/process/task_queues';
}

interface AwaitFacts {
  readonly count: number;
  readonly totalUs: Micros;
  readonly maxUs: Micros;
}

/** Where a site's waiting stands: at the await, or where the program called what will call it back. */
function placeOf(site: AwaitSite | undefined): AwaitFrame | undefined {
  const { frames = [], kind } = site ?? {};
  const isCall = kind !== 'await';
  const ofProgram = isCall ? frames.find(({ url }) => !url.startsWith('node:')) : undefined;
  return ofProgram ?? frames[0];
}

function tableOf(
  facts: ReadonlyMap<number, AwaitFacts>,
  sites: readonly AwaitSite[],
  intern: (text: string) => number,
): AwaitTable {
  const all = [...facts].flatMap(([site, sum]) => {
    const frame = placeOf(sites[site]);
    const isAwait = sites[site]?.kind === 'await';
    return frame === undefined ? [] : [{ ...sum, frame, isAwait }];
  });
  // The timer of `await new Promise(resolve => setTimeout(resolve, 100))` is no second wait of its line.
  const awaiting = new Set(all.flatMap(({ frame, isAwait }) => (isAwait ? [lineOf(frame)] : [])));
  const rows = all.filter(({ frame, isAwait }) => isAwait || !awaiting.has(lineOf(frame)));
  return {
    file: rows.map(({ frame }) => intern(frame.url)),
    line: rows.map(({ frame }) => frame.line),
    column: rows.map(({ frame }) => frame.column),
    count: rows.map(({ count }) => count),
    totalUs: rows.map(({ totalUs }) => totalUs),
    maxUs: rows.map(({ maxUs }) => maxUs),
  };
}

function lineOf({ url, line }: AwaitFrame): string {
  return `${line} ${url}`;
}

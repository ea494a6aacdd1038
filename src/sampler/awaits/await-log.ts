// What a lane told about its awaits, in the order and on the clock of its samples.

import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Micros } from '../../model/frame.ts';
import type { AwaitTable } from '../../model/session.ts';
import { BRIEF_ROW, IDLED, isCalled, WAIT_ROW } from '../await-batch.ts';
import type { AwaitBatch, AwaitFrame, AwaitSite } from '../await-batch.ts';
import { BRIEF_ID, BRIEF_PART_ID, isBrief, RunRows, WaitRows } from './wait-rows.ts';
import type { Run } from '../runs.ts';
import type { Verdict } from './sifted-rows.ts';
import type { Wait } from './wait-rows.ts';
import { addFacts, addWait, tableOf } from './await-table.ts';
import type { SiteFacts } from './await-table.ts';
import { FreshRuns, readRuns } from './fresh-runs.ts';
import { isTaskQueue } from './tasks.ts';
import { SiteMoments } from './site-moments.ts';
import { isSeen, isWaitSeen } from './sample-moments.ts';
import type { SampleMoments } from './sample-moments.ts';

/** A program that waits all its life for what is settled from elsewhere has more than this. */
const MAX_LINKED = 200_000;

/** Collects the awaits of one lane. Times are of V8's monotonic clock. */
export class AwaitLog {
  readonly sites: AwaitSite[] = [];
  private readonly waitRows = new WaitRows();
  private readonly runRows = new RunRows();
  /** Id of a wait that may be told once more → its row. */
  private readonly open = new Map<number, number>();
  /** Frames as they were told → with URLs. */
  private readonly frames = new WeakMap<AwaitFrame, AwaitFrame>();
  /** Site → facts of the waits that are not among the rows. */
  private readonly facts = new Map<number, SiteFacts>();
  /** Wait → those that led to its end: `AwaitBatch.links`. */
  readonly links = new Map<number, number[]>();
  private wasTold = false;
  private isPart = false;
  /** What is not over is told to the log that follows this one, which then counts it. */
  isContinued = false;
  /** Of all that was noted, also of what is not among the rows. */
  readonly moments = new SiteMoments();
  /** For the next samples. */
  readonly freshRuns = new FreshRuns(this.sites);

  constructor(private readonly clockOriginUs: Micros) {}

  add(batch: AwaitBatch): void {
    for (const site of batch.sites) this.sites.push(this.withUrls(site));
    const { waits, runs, briefWaits = [], links = [], isPart } = batch;
    this.isPart ||= isPart === true;
    for (let i = 0; i < waits.length; i += WAIT_ROW) this.addWait(waits.slice(i, i + WAIT_ROW));
    for (let i = 0; i < briefWaits.length; i += BRIEF_ROW)
      this.addBrief(briefWaits.slice(i, i + BRIEF_ROW));
    for (let i = 0; i < links.length; i += 2) this.addLink(links[i] ?? 0, links[i + 1] ?? 0);
    for (const run of readRuns(runs, this.clockOriginUs)) {
      this.freshRuns.add(run);
      if (run.site === IDLED) continue;
      this.runRows.add(run);
      this.moments.add(run.site, run.startUs, run.endUs - run.startUs);
      this.wasTold = true;
    }
  }

  /**
   * To be called with the moments of each chunk's samples, in order: waits in whose time the thread did not idle, and runs
   * that lie between two samples, take no part in what the samples mean, so that only the facts of these waits are kept.
   */
  settle(moments: SampleMoments): void {
    const openIds = new Map([...this.open].map(([id, row]) => [row, id]));
    this.waitRows.sift(
      (wait, row) => {
        const verdict = openIds.has(row)
          ? 'kept'
          : judge(wait, moments, isWaitSeen(moments, wait.startUs, wait.endUs));
        if (verdict === 'dropped') this.links.delete(wait.id);
        if (verdict === 'dropped' && !isBrief(wait)) addWait(this.facts, wait, wait.endUs);
        return verdict;
      },
      (from, to) => {
        const id = openIds.get(from);
        if (id !== undefined) this.open.set(id, to);
      },
    );
    this.runRows.sift(run => judge(run, moments, isSeen(moments.running, run.startUs, run.endUs)));
  }

  get isEmpty(): boolean {
    return !this.wasTold;
  }

  /** There were awaits that were not noted; others may stand for them. */
  get isEstimate(): boolean {
    return this.isPart;
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
    const facts = new Map<number, SiteFacts>(
      [...this.facts].map(([site, of]) => [site, { ...of }]),
    );
    for (const wait of this.waits()) {
      const isCountedElsewhere = isBrief(wait) || (this.isContinued && this.open.has(wait.id));
      if (!isCountedElsewhere) addWait(facts, wait, endUs);
    }
    // In the order in which the program first waited at them.
    const inOrder = [...facts].sort(([, a], [, b]) => a.firstUs - b.firstUs);
    return tableOf(new Map(inOrder), this.sites, intern);
  }

  private addWait(row: readonly number[]): void {
    const [id = 0, site = -1, start = 0, end = 0, weight = 1, waitsFor = 0, isOver = 1] = row;
    if (site < 0) return;
    this.wasTold = true;
    const endUs = end < 0 ? Infinity : this.onClock(end);
    if (end >= 0) this.moments.add(site, endUs);
    const known = this.open.get(id);
    if (known === undefined) {
      const added = { id, site, startUs: this.onClock(start), endUs, weight, waitsFor };
      this.open.set(id, this.waitRows.add(added));
      this.isPart ||= weight > 1;
    } else this.waitRows.setEnd(known, { endUs, waitsFor });
    if (isOver === 0) return;
    this.open.delete(id);
    if (isCalled(this.sites[site]?.kind)) this.freshRuns.addCallback(endUs);
  }

  private addLink(wait: number, cause: number): void {
    const known = this.links.get(wait);
    if (known !== undefined) known.push(cause);
    else if (this.links.size < MAX_LINKED) this.links.set(wait, [cause]);
  }

  /** Their facts are told with them; what samples mean takes one that stands for all. */
  private addBrief(row: readonly number[]): void {
    const [site = -1, start = 0, end = 0, count = 0, sumMs = 0, longestMs = 0] = row;
    const [waitsFor = 0, isPart = 0] = row.slice(6);
    if (site < 0 || end <= start) return;
    this.wasTold = true;
    const [startUs, endUs] = [this.onClock(start), this.onClock(end)];
    const [totalUs, maxUs] = [sumMs * 1000, longestMs * 1000];
    addFacts(this.facts, site, { count, totalUs, maxUs, firstUs: startUs });
    this.moments.add(site, endUs);
    if (waitsFor > 0) return;
    const weight = sumMs / (end - start);
    const id = isPart === 1 ? BRIEF_PART_ID : BRIEF_ID;
    this.waitRows.add({ id, site, startUs, endUs, weight, waitsFor });
  }

  /** V8 names CommonJS modules by their path; the inspector names them by URL, and so do samples. */
  private withUrls(site: AwaitSite): AwaitSite {
    return { ...site, frames: withoutTaskQueue(site.frames).map(this.withUrl) };
  }

  private readonly withUrl = (frame: AwaitFrame): AwaitFrame => {
    let known = this.frames.get(frame);
    if (known === undefined) this.frames.set(frame, (known = withUrl(frame)));
    return known;
  };

  private onClock(ms: number): Micros {
    return this.clockOriginUs + ms * 1000;
  }
}

function withUrl(frame: AwaitFrame): AwaitFrame {
  return isAbsolute(frame.url) ? { ...frame, url: pathToFileURL(frame.url).href } : frame;
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

/** What reaches over the chunk's edge may be seen by samples that are not known here. */
function judge(
  { startUs, endUs }: Pick<Wait, 'startUs' | 'endUs'>,
  chunk: SampleMoments,
  isKnown: boolean,
): Verdict {
  if (startUs >= chunk.endUs) return 'open';
  if (startUs < chunk.startUs || endUs > chunk.endUs) return 'kept';
  return isKnown ? 'kept' : 'dropped';
}

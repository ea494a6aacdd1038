// What the tracker of awaits has to tell: gathers rows until they are sent, and writes out the stack of each wait once.

import { IDLED, RUN_ROW } from '../../await-batch.ts';
import type { AwaitBatch } from '../../await-batch.ts';
import { takeCauses } from './await-causes.ts';
import { BriefWaitLog, isBrief } from './brief-waits.ts';
import type { NotedWait } from './noted-wait.ts';
import { WaitSites } from './wait-sites.ts';

/** Shorter runs cannot be seen among samples of a millisecond. */
const SHORTEST_MS = 0.1;
/** What was awaited was there already, or nearly. */
const NO_WAIT_MS = 0.01;

/** One for each row of a batch: what the owner of the tracker wanted to remember. */
export interface WaitTags {
  readonly waits: readonly unknown[];
  readonly briefWaits: readonly unknown[];
}

/** Takes what was noted. */
export type TakeAwaits = (batch: AwaitBatch, tags: WaitTags) => void;

/** Rows that are not sent yet, and the sites that were. */
export class WaitBatch {
  private rows = emptyRows();
  private readonly brief = new BriefWaitLog();
  readonly sites = new WaitSites();
  private isSending = false;
  /** How often it was to be sent. */
  private asked = 0;

  /** `takeSkipped`: whether there were waits since the last call that are not told at all. */
  constructor(
    private readonly deliver: TakeAwaits,
    private readonly takeSkipped: () => boolean = () => false,
  ) {}

  /** How many rows wait to be sent. */
  get size(): number {
    return this.rows.tags.length + this.rows.runs.length / RUN_ROW + this.brief.size;
  }

  /** Tells a wait that has ended, unless it hardly was one. Gives whether that took some time. */
  end(wait: NotedWait, endMs: number): boolean {
    if (wait.isOver) return false;
    wait.isOver = true;
    if (!wait.told && endMs - wait.startMs < NO_WAIT_MS) return false;
    // What is awaited in it has a wait of its own.
    if (!wait.told && wait.isWrapper && this.isWrapper(wait)) wait.told = true;
    else if (!wait.told && isBrief(wait, endMs)) this.pushBrief(wait, endMs);
    else this.push(wait, endMs);
    return true;
  }

  /** Tells a wait, once, if it goes on; `endMs`: when it is expected to end, or -1. */
  tellOpen(wait: NotedWait, endMs: number): void {
    if (!wait.told && !wait.isOver) this.push(wait, endMs);
  }

  /** Tells when a wait has ended of which more may become known. */
  tellEnd(wait: NotedWait, endMs: number): void {
    if (!wait.isOver) this.push(wait, endMs);
  }

  /** The program did not wait there: what was told of it does not count. */
  takeBack(wait: NotedWait): void {
    if (wait.told) this.end(wait, wait.startMs);
  }

  /** Tells what ran after a wait until now. */
  tellRun(wait: NotedWait, endMs: number): void {
    if (endMs - wait.runMs < SHORTEST_MS) return;
    const site = this.sites.of(wait);
    this.rows.runs.push(site, wait.runMs, endMs);
    wait.runMs = endMs;
  }

  /** Tells that the thread idled, until what it had waited for was there. */
  tellIdle(startMs: number, endMs: number): void {
    if (endMs - startMs >= SHORTEST_MS) this.rows.runs.push(IDLED, startMs, endMs);
  }

  /**
   * Hands over what there is. Sites and frames are numbered in the order in which they arrive: one that is interrupted by
   * another hands over what that would have.
   */
  send(): void {
    this.asked++;
    if (this.isSending) return;
    this.isSending = true;
    try {
      for (let sent = 0; sent !== this.asked;) {
        sent = this.asked;
        this.sendRows();
      }
    } finally {
      this.isSending = false;
    }
  }

  private sendRows(): void {
    const isPart = this.takeSkipped();
    if (this.size === 0 && !isPart) return;
    const fresh = emptyRows();
    const { waits, runs, links, tags } = this.rows;
    this.rows = fresh;
    const brief = this.brief.take();
    const told: AwaitBatch = {
      ...{ sites: this.sites.takeNew(), waits, runs },
      ...(brief.rows.length > 0 ? { briefWaits: brief.rows } : {}),
      ...(links.length > 0 ? { links } : {}),
      ...(isPart ? { isPart } : {}),
    };
    this.deliver(told, { waits: tags, briefWaits: brief.tags });
  }

  private isWrapper(wait: NotedWait): boolean {
    this.sites.of(wait);
    return wait.isWrapper;
  }

  private pushBrief(wait: NotedWait, endMs: number): void {
    const site = this.sites.of(wait);
    if (site >= 0) this.brief.add(wait, site, endMs);
  }

  private push(wait: NotedWait, endMs: number): void {
    wait.told = true;
    const site = this.sites.of(wait);
    const { id, startMs, stride, waitsFor, isOver } = wait;
    const causes = takeCauses(wait, this.sites);
    for (const cause of causes) this.rows.links.push(id, cause);
    // Nothing is called from here on: a call may be interrupted by one to hand over, which takes the rows.
    this.rows.tags.push(wait.tag);
    this.rows.waits.push(id, site, startMs, endMs, stride, waitsFor, isOver ? 1 : 0);
  }
}

interface GrowingRows {
  readonly waits: number[];
  readonly runs: number[];
  readonly links: number[];
  readonly tags: unknown[];
}

function emptyRows(): GrowingRows {
  return { waits: [], runs: [], links: [], tags: [] };
}

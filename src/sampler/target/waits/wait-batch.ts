// What the tracker of awaits has to tell: gathers rows until they are sent, and writes out the stack of each wait once.

import type { AwaitBatch, AwaitFrame, AwaitSite, WaitKind } from '../../messages.ts';
import { readStack } from '../capture-stack.ts';
import type { CapturedStack } from '../capture-stack.ts';

/** Shorter waits and runs cannot be seen among samples of a millisecond. */
const SHORTEST_MS = 0.1;

/** Programs replace it, in tests above all. */
const { stringify } = JSON;

/** A wait that was noted. */
export interface NotedWait {
  readonly id: number;
  readonly startMs: number;
  readonly stride: number;
  /** The awaited promise was made just before, by nothing that awaits itself. */
  readonly plain: boolean;
  readonly kind: WaitKind;
  /** The awaited promise, where it was noted as well. */
  awaited: object | null;
  /** As in `AwaitBatch.waits`. */
  waitsFor: number;
  /** What the owner of the tracker wanted to remember of the moment. */
  readonly tag: unknown;
  stack: CapturedStack | null;
  /** -1: not read yet, or unknown. */
  site: number;
  /** The wait whose callback ran when it began. */
  after: NotedWait | null;
  told: boolean;
  /** Its end was told. */
  isOver: boolean;
  resumedMs: number;
  /** Start of what ran since and is not told yet. */
  runMs: number;
  /** When its callback was called. */
  endMs: number;
}

/** Takes what was noted; `tags` has one for each row of `waits`. */
export type TakeAwaits = (batch: AwaitBatch, tags: readonly unknown[]) => void;

/** Rows that are not sent yet, and the sites that were. */
export class WaitBatch {
  private readonly siteIds = new Map<string, number>();
  /** Site → whether a function of the program's is on its stack. */
  private readonly ofProgram: boolean[] = [];
  private readonly ofStartUp: boolean[] = [];
  private rows = emptyRows();

  constructor(private readonly deliver: TakeAwaits) {}

  /** How many numbers wait to be sent. */
  get size(): number {
    return this.rows.waits.length + this.rows.runs.length;
  }

  /** Tells a wait that has ended, unless it was too short to be seen. */
  end(wait: NotedWait, endMs: number): void {
    if (wait.isOver || (!wait.told && endMs - wait.startMs < SHORTEST_MS)) return;
    wait.isOver = true;
    this.push(wait, endMs);
  }

  /** Tells a wait that goes on, once; `endMs`: when it is expected to end, or -1. */
  tellOpen(wait: NotedWait, endMs: number): void {
    if (!wait.told) this.push(wait, endMs);
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
    const site = this.siteOf(wait);
    this.rows.runs.push(site, wait.runMs, endMs);
    wait.runMs = endMs;
  }

  /** Where the program waits: the number of the site. */
  siteOf(wait: Pick<NotedWait, 'stack' | 'site' | 'plain' | 'kind' | 'after'>): number {
    if (wait.site >= 0 || wait.stack === null) return wait.site;
    const { plain, kind } = wait;
    const after = wait.after === null ? -1 : this.siteOf(wait.after);
    wait.site = this.find({ frames: readStack(wait.stack), plain, kind }, after);
    wait.stack = wait.after = null;
    return wait.site;
  }

  /** Whether a function of the program's is on the stack on which it began. */
  isOfProgram(wait: NotedWait): boolean {
    return this.ofProgram[this.siteOf(wait)] ?? false;
  }

  /** Whether it began while the program was loaded, or made ready to serve. */
  isOfStartUp(wait: NotedWait): boolean {
    return this.ofStartUp[this.siteOf(wait)] ?? false;
  }

  /** Hands over what there is. */
  send(): void {
    if (this.size === 0) return;
    const { sites, waits, runs, tags } = this.rows;
    this.rows = emptyRows();
    this.deliver({ type: 'awaits', sites, waits, runs }, tags);
  }

  private push(wait: NotedWait, endMs: number): void {
    wait.told = true;
    const site = this.siteOf(wait);
    const { id, startMs, stride, waitsFor, isOver } = wait;
    // Nothing is called from here on: a call may be interrupted by one to hand over, which takes the rows.
    this.rows.tags.push(wait.tag);
    this.rows.waits.push(id, site, startMs, endMs, stride, waitsFor, isOver ? 1 : 0);
  }

  /** A site's callback began after that of another, the first time. */
  private find(site: AwaitSite, after: number): number {
    const key = stringify(site);
    const ofStartUp = site.frames.some(isOfStartUp);
    const ofProgram = site.frames.some(isOfProgram);
    const known = this.siteIds.get(key);
    if (known !== undefined) return known;
    // As above.
    const id = this.ofProgram.length;
    this.siteIds.set(key, id);
    this.ofProgram.push(ofProgram);
    this.ofStartUp.push(ofStartUp);
    this.rows.sites.push(after < 0 ? site : { ...site, after });
    return id;
  }
}

function isOfProgram({ url }: AwaitFrame): boolean {
  return !url.startsWith('node:');
}

function isOfStartUp({ url, name }: AwaitFrame): boolean {
  return url.startsWith('node:internal/modules/') || name === 'emitListeningNT';
}

interface GrowingRows {
  readonly sites: AwaitSite[];
  readonly waits: number[];
  readonly runs: number[];
  readonly tags: unknown[];
}

function emptyRows(): GrowingRows {
  return { sites: [], waits: [], runs: [], tags: [] };
}

// Waits that are too short to be told one by one, as a loop over many small files has them: those of one place that follow
// one another closely are told together.
//
//   stat ─┤  ├─ stat ─┤  ├─ stat ─┤          ├───────── read ─────────┤   ├─ stat ─┤
//   ├──── 3 waits ────────────────┤                                       ├ 1 wait ┤

import { LETS_NONE_GO_ON } from '../../await-batch.ts';
import type { NotedWait } from './noted-wait.ts';

/** Shorter waits are told together, and so are those with no longer a pause between them. */
const BRIEF_MS = 0.1;
/** Of those that stand for many others the longer ones as well: they say little of their own moment. */
const MOST_BRIEF_MS = 5;
/** The others were waited for in the pauses between them. */
const STRIDE_PAUSE_MS = 20;

/** Whether it is too short to be told alone. */
export function isBrief({ startMs, stride }: NotedWait, endMs: number): boolean {
  return endMs - startMs < Math.min(BRIEF_MS * stride, MOST_BRIEF_MS);
}

/** Waits of one place that followed one another. */
interface BriefWaits {
  readonly site: number;
  readonly tag: unknown;
  readonly waitsFor: number;
  readonly isPart: boolean;
  readonly startMs: number;
  endMs: number;
  count: number;
  sumMs: number;
  longestMs: number;
}

/** What is told of them: rows as in `AwaitBatch.briefWaits`, and a tag for each. */
export interface BriefRows {
  readonly rows: readonly number[];
  readonly tags: readonly unknown[];
}

/** Puts brief waits together until they are told. */
export class BriefWaitLog {
  private all: BriefWaits[] = [];
  /** Tag → site, and whom it is for → the last of them. */
  private readonly last = new Map<unknown, Map<number, BriefWaits>>();

  /** How many there are to tell. */
  get size(): number {
    return this.all.length;
  }

  /** Adds a wait that is over. */
  add({ startMs, stride, tag, waitsFor }: NotedWait, site: number, endMs: number): void {
    const ms = endMs - startMs;
    const forWhom = waitsFor > 0 ? 1 : Math.max(waitsFor, LETS_NONE_GO_ON);
    const bySite = this.lastOf(tag);
    const isPart = stride > 1;
    const key = site * 6 + forWhom * 2 + Number(isPart);
    const known = bySite.get(key);
    const pauseMs = isPart ? STRIDE_PAUSE_MS : BRIEF_MS;
    if (known !== undefined && startMs - known.endMs < pauseMs) {
      known.endMs = Math.max(known.endMs, endMs);
      known.count += stride;
      known.sumMs += ms * stride;
      known.longestMs = Math.max(known.longestMs, ms);
      return;
    }
    const sums = { count: stride, sumMs: ms * stride, longestMs: ms };
    const waits = { site, tag, waitsFor: forWhom, isPart, startMs, endMs, ...sums };
    bySite.set(key, waits);
    this.all.push(waits);
  }

  /** What was added since it was called before. */
  take(): BriefRows {
    const { all } = this;
    this.all = [];
    this.last.clear();
    return { rows: all.flatMap(rowOf), tags: all.map(({ tag }) => tag) };
  }

  private lastOf(tag: unknown): Map<number, BriefWaits> {
    let bySite = this.last.get(tag);
    if (bySite === undefined) this.last.set(tag, (bySite = new Map<number, BriefWaits>()));
    return bySite;
  }
}

function rowOf(waits: BriefWaits): readonly number[] {
  const { site, startMs, endMs, count, sumMs, longestMs, waitsFor, isPart } = waits;
  return [site, startMs, endMs, count, sumMs, longestMs, waitsFor, Number(isPart)];
}

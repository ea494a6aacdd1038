// Which await an await waits for, when it awaits the promise of an async function: that is known once it is settled.
//
//   13  const a = load();     load waits, called from line 13; nobody waits for it yet
//   15  await a;              a promise of which nothing is known
//                             load goes on, and returns: this settles the promise, so it was load's wait that line 15
//                             waited for since it began
//
// What is settled from elsewhere, as the promises of a limiter of tasks are, has no async callers that V8 could tell: then all
// awaits that led to it are told.

import { causedBy } from '../../await-batch.ts';
import type { NotedWait } from './noted-wait.ts';
import type { WaitSites } from './wait-sites.ts';

/** So many awaits are known that went on one after another before one began: none is kept for ever. */
const MAX_BEFORE = 8;

/** The await that has gone on, when another begins; `null` where it is none. */
export function causeOf(running: NotedWait | null, sites: Pick<WaitSites, 'of'>): NotedWait | null {
  if (running?.kind !== 'await') return null;
  cutOff(running, sites);
  return running;
}

/**
 * While `running` goes on the promise is settled that `wait` awaits. Of the awaits that led to this, `wait` waits for the
 * one that was pending when it began, and for those after it.
 */
export function linkToCause(wait: NotedWait, running: NotedWait, sites: WaitSites): void {
  if (running.kind !== 'await' || wait.resumedMs > 0) return;
  if (wait.before === null && wait.settledBy === null) {
    cutOff(running, sites);
    wait.settledBy = running;
  }
  const causes: NotedWait[] = [];
  let cause: NotedWait | null = running;
  for (; cause !== null && isStep(cause, wait, sites); cause = earlier(cause)) causes.push(cause);
  if (cause !== null && cause !== wait) {
    // What was made just before by nothing that awaits is another's to settle, who need not be waited for.
    if (wait.waitsFor === 0 && !wait.plain) wait.waitsFor = causedBy(cause.id);
    else causes.push(cause);
  }
  wait.causes = causes;
}

/**
 * The ids of the awaits that led to the end of a wait, as in `AwaitBatch.links`; none where the last of them is among those
 * that V8 itself knows to be awaited there. To be asked only of a wait that is told: stacks are read for it.
 */
export function takeCauses(wait: NotedWait, sites: WaitSites): readonly number[] {
  const { causes } = wait;
  const [last] = causes;
  wait.causes = NONE;
  if (last === undefined || sites.isAwaitedBy(last, wait)) return [];
  return causes.filter(each => sites.isOfProgram(each)).map(({ id }) => id);
}

const NONE: readonly NotedWait[] = [];

/** Whether what led to the end of `wait` began after it, or is V8's own: one promise that settles another. */
function isStep(cause: NotedWait, wait: NotedWait, sites: WaitSites): boolean {
  if (cause.startMs > wait.startMs) return true;
  return cause.before === null && cause.settledBy !== null && !sites.isOfProgram(cause);
}

/** The await that had gone on before: when this one began, or else when it was let go on. */
function earlier({ before, settledBy }: NotedWait): NotedWait | null {
  return before ?? settledBy;
}

/** No more than some are known. One has its site found before it is cut off from those whose callers are its own. */
function cutOff(running: NotedWait, sites: Pick<WaitSites, 'of'>): void {
  let last: NotedWait | null = running;
  for (let kept = 1; last !== null && kept < MAX_BEFORE; kept++) last = earlier(last);
  if (last === null || earlier(last) === null) return;
  if (last.before !== null) sites.of(last);
  last.before = last.settledBy = null;
}

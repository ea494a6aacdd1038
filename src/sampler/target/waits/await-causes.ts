// Which await an await waits for, when it awaits the promise of an async function: that is known once it is settled.
//
//   13  const a = load();     load waits, called from line 13; nobody waits for it yet
//   15  await a;              a promise of which nothing is known
//                             load goes on, and returns: this settles the promise, so it was load's wait that line 15
//                             waited for since it began

import { causedBy } from '../../messages.ts';
import type { NotedWait } from './noted-wait.ts';
import type { WaitSites } from './wait-sites.ts';

/** So many awaits are known that went on one after another before one began: none is kept for ever. */
const MAX_BEFORE = 8;

/**
 * The await that has gone on, when another begins; `null` where it is none. One has its site
 * found before it is cut off from those whose callers are its own.
 */
export function causeOf(running: NotedWait | null, sites: Pick<WaitSites, 'of'>): NotedWait | null {
  if (running?.kind !== 'await') return null;
  let last: NotedWait | null = running;
  for (let kept = 1; last !== null && kept < MAX_BEFORE; kept++) last = last.before;
  if (last?.before != null) {
    sites.of(last);
    last.before = null;
  }
  return running;
}

/**
 * While `running` goes on the promise is settled that `wait` awaits. Of the awaits that led to this, `wait` waits for the
 * one that was pending when it began: those after it have `wait` among their callers already.
 */
export function linkToCause(wait: NotedWait, running: NotedWait): void {
  if (running.kind !== 'await' || wait.waitsFor !== 0 || wait.resumedMs > 0) return;
  let cause: NotedWait | null = running;
  while (cause !== null && cause.startMs > wait.startMs) cause = cause.before;
  if (cause !== null && cause !== wait) wait.waitsFor = causedBy(cause.id);
}

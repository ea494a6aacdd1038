// What a wait is, as its stack tells.

import type { AwaitSite } from '../../await-batch.ts';
import type { StackCall } from '../stack-calls.ts';
import type { NotedWait } from './noted-wait.ts';
import { combiningOf, isRepeated, isThen } from './wait-stacks.ts';

/** A site without its stack. */
export type SiteFacts = Omit<AwaitSite, 'frames'>;

/** What a wait on this stack is. */
export function factsOf(
  wait: Pick<NotedWait, 'plain' | 'kind' | 'callsBack' | 'isWrapper' | 'waitsFor'>,
  calls: readonly StackCall[],
): SiteFacts {
  const { plain, kind } = wait;
  const combining = combiningOf(calls);
  if (combining !== undefined)
    return { plain, kind: 'part', ...(RACING.has(combining) && { isRaced: true }) };
  if (kind === 'callback' && isRepeated(calls)) return { plain, kind: 'repeat' };
  const callsBack = wait.callsBack || wait.isWrapper || (kind === 'await' && isThen(calls));
  if (!callsBack) return { plain, kind };
  const isNext = kind === 'await' && wait.waitsFor > 0 && isThen(calls);
  return { plain, kind, callsBack, ...(isNext && { isNext }) };
}

const RACING: ReadonlySet<string> = new Set(['any', 'race']);

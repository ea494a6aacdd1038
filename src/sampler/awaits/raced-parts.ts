// Promises of which the first that is there decides: the others may settle late, or never, and nobody waits for them then.

import { LETS_NONE_GO_ON } from '../await-batch.ts';
import type { AwaitSite } from '../await-batch.ts';
import type { Wait } from './wait-rows.ts';

/** Waits that one call put together. */
export class RacedParts {
  private readonly calls = new Map<Wait, Set<Wait>>();
  private last: Wait | null = null;

  constructor(private readonly sites: readonly AwaitSite[]) {}

  /** A wait begins; by start. One call waits for all that it was given, and for nothing else between two of them. */
  enter(wait: Wait): void {
    if (this.sites[wait.site]?.isRaced !== true) return;
    const { last } = this;
    this.last = wait;
    const isSameCall = last?.site === wait.site && last.id === wait.id - 1;
    const call = (isSameCall ? this.calls.get(last) : undefined) ?? new Set();
    call.add(wait);
    this.calls.set(wait, call);
  }

  /** A wait is over; gives those that have lost, if what went on after it let one of those go on that are `behind` it. */
  drop(wait: Wait, behind: ReadonlySet<Wait>): readonly Wait[] {
    const call = this.calls.get(wait);
    if (call === undefined) return [];
    this.calls.delete(wait);
    call.delete(wait);
    const decides = [...behind].some(({ waitsFor }) => waitsFor < LETS_NONE_GO_ON);
    return decides ? [...call] : [];
  }
}

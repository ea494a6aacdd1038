// Gives parts of a stack's samples to other stacks.

import { addAt, mapIndexes } from '../../model/column.ts';
import type { Micros } from '../../model/frame.ts';
import type { SampleTable } from '../../model/session.ts';

/** By stack, and by the stack that gets a part of its samples (it may keep one): the parts, in any unit. */
export type StackParts = ReadonlyMap<number, ReadonlyMap<number, number>>;

/** Gives the samples of each stack in `shares` to its parts, so that each part has its share at any moment. */
export function shareSamples(samples: SampleTable, shares: StackParts): SampleTable {
  const { stack, durationUs } = samples;
  const owed = new Map<number, Map<number, number>>();
  const shared = mapIndexes(stack, (of, i) => {
    const parts = shares.get(of);
    if (parts === undefined) return of;
    const debts = owed.get(of) ?? new Map<number, number>();
    owed.set(of, debts);
    return takeShare(parts, debts, durationUs[i] ?? 0);
  });
  return { ...samples, stack: shared };
}

/** The part that is owed most after a sample of this duration, which it gets. */
function takeShare(
  parts: ReadonlyMap<number, Micros>,
  debts: Map<number, number>,
  us: Micros,
): number {
  let all = 0;
  for (const part of parts.values()) all += part;
  let most = -1;
  for (const [target, part] of parts) {
    debts.set(target, (debts.get(target) ?? 0) + (all === 0 ? 0 : (us * part) / all));
    if (most < 0 || (debts.get(target) ?? 0) > (debts.get(most) ?? 0)) most = target;
  }
  debts.set(most, (debts.get(most) ?? 0) - us);
  return most;
}

/** Self time of each stack: the sum of its samples. */
export function selfTimes({ stack, durationUs }: SampleTable, stackCount: number): Float64Array {
  const times = new Float64Array(stackCount);
  for (let i = 0; i < stack.length; i++) addAt(times, stack[i] ?? -1, durationUs[i] ?? 0);
  return times;
}

/** Total time of each stack: its own and that of all above it. A parent stands before its children. */
export function totalTimes(self: Float64Array, parent: readonly number[]): Float64Array {
  const totals = self.slice();
  for (let stack = totals.length - 1; stack >= 0; stack--) {
    const below = parent[stack] ?? -1;
    if (below >= 0) totals[below] = (totals[below] ?? 0) + (totals[stack] ?? 0);
  }
  return totals;
}
